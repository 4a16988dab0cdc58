import type { BrowserWindow } from 'electron';
import { clipboard } from 'electron';

const POLL_INTERVAL_MS = 500;
const HTML = 'text/html';

/** What the clipboard holds: its text, and what that text is the look of (tables, selections of web pages). */
export interface Copied {
  readonly text: string;
  readonly html: string;
}

/** Reads the clipboard; what is not there is empty. */
export async function readClipboard(): Promise<Copied> {
  return { text: await clipboard.readText(), html: await readHtml() };
}

async function readHtml(): Promise<string> {
  if (!(await clipboard.has(HTML))) return '';
  const item = (await clipboard.read()).find(({ types }) => types.includes(HTML));
  const html = await item?.getType(HTML);
  return html instanceof Blob ? html.text() : '';
}

export interface ClipboardWatch {
  /** What is on the clipboard when it is turned on is not told. */
  setOn(isOn: boolean): Promise<void>;
  /** A text that the app itself is about to copy, which is not told either. */
  ignore(text: string): void;
}

/**
 * Makes a watch that tells what other programs copy, while it is on: at most twice a second, and never what was copied
 * while this window had the focus, since that came from here.
 */
export function createClipboardWatch(
  window: BrowserWindow,
  onCopied: (copied: Copied) => Promise<void>,
): ClipboardWatch {
  let timer: NodeJS.Timeout | null = null;
  let last: Copied = { text: '', html: '' };
  let own: string | null = null;
  let isLooking = false;

  /** The text of something that cannot be read just now is looked at again in the next round. */
  const read = () => readClipboard().catch(() => last);
  const look = async (isForeign: boolean) => {
    if (timer === null || isLooking) return;
    isLooking = true;
    try {
      const copied = await read();
      const isNew = copied.text !== last.text || copied.html !== last.html;
      last = copied;
      if (isNew && isForeign && copied.text !== own) await onCopied(copied);
    } finally {
      isLooking = false;
    }
  };
  const stop = () => {
    if (timer !== null) clearInterval(timer);
    timer = null;
  };
  // Copied elsewhere a moment before the person came here, or here a moment before they left.
  window.on('focus', () => void look(true));
  window.on('blur', () => void look(false));
  window.on('closed', stop);
  // A page that comes back after a crash knows nothing of it.
  window.webContents.on('render-process-gone', stop);

  return {
    async setOn(isOn) {
      if (!isOn || timer !== null) return isOn ? undefined : stop();
      timer = setInterval(() => void look(!window.isFocused()), POLL_INTERVAL_MS);
      last = await read();
    },
    ignore(text) {
      own = text;
    },
  };
}
