import { Blob } from 'node:buffer';
import type { Clipboard, ClipboardBookmark } from 'electron';
import { strict, strictClass } from '../strict.ts';

type Payload = string | Blob | ClipboardBookmark | Promise<string | Blob>;

class StandInClipboardItem {
  private readonly items: Readonly<Record<string, Payload>>;
  readonly types: string[];

  constructor(items: Readonly<Record<string, Payload>>) {
    this.items = items;
    this.types = Object.keys(items);
  }
  async getType(type: string): Promise<Blob | ClipboardBookmark> {
    const payload = await this.items[type];
    if (payload === undefined) throw new Error(`The type '${type}' was not found`);
    return typeof payload === 'string' ? new Blob([payload], { type }) : (payload as Blob);
  }
}

/** Electron's `ClipboardItem`. */
export const ClipboardItem = strictClass('ClipboardItem', StandInClipboardItem);

const textType = 'text/plain';

function makeClipboard(): Omit<Clipboard, 'selection'> {
  let items: StandInClipboardItem[] = [];
  const itemOf = (type: string): StandInClipboardItem | undefined =>
    items.find((item) => item.types.includes(type));
  return {
    clear: () => {
      items = [];
    },
    has: async (type) => itemOf(type) !== undefined,
    read: async () => items as never,
    readText: async () => {
      const blob = (await itemOf(textType)?.getType(textType)) as Blob | undefined;
      return blob ? await blob.text() : '';
    },
    write: async (written) => {
      items = [...written] as never;
    },
    writeText: async (text) => {
      items = [new ClipboardItem({ [textType]: String(text) })];
    },
  };
}

/** Electron's `clipboard`: this process's own, so that a test does not take the person's. */
export const clipboard = strict('clipboard', {
  ...makeClipboard(),
  selection: process.platform === 'linux' ? strict('clipboard.selection', makeClipboard()) : undefined,
});
