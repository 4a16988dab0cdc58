import { EventEmitter } from 'node:events';
import type { WebFrameMain } from 'electron';
import { originOf } from '../page/address.ts';
import { strict } from '../strict.ts';
import { StandInIpc } from './ipc-main.ts';

/** What a frame needs of its page's contents. */
export type FrameContents = {
  readonly mainFrame: WebFrameMain;
  readonly getURL: () => string;
  readonly getOSProcessId: () => number;
  readonly isDestroyed: () => boolean;
  readonly send: (channel: string, ...args: unknown[]) => void;
  readonly executeJavaScript: (code: string, userGesture: boolean) => Promise<unknown>;
  readonly reload: () => void;
};

/** A frame whose address is the page's; there is one main frame for each window. */
export class StandInFrame extends EventEmitter {
  private readonly contents: FrameContents;
  readonly ipc = strict('webFrameMain.ipc', new StandInIpc());
  readonly parent = null;
  readonly detached = false;
  readonly frames: WebFrameMain[] = [];
  readonly processId = 1;
  readonly routingId = 1;
  readonly frameTreeNodeId = 1;
  readonly frameToken = 'main';
  readonly name = '';
  readonly visibilityState = 'visible';

  constructor(contents: FrameContents) {
    super();
    this.contents = contents;
  }
  get url(): string {
    return this.contents.getURL();
  }
  get origin(): string {
    return originOf(this.url);
  }
  get top(): WebFrameMain {
    return this.contents.mainFrame;
  }
  get framesInSubtree(): WebFrameMain[] {
    return [this.contents.mainFrame];
  }
  get osProcessId(): number {
    return this.contents.getOSProcessId();
  }
  isDestroyed(): boolean {
    return this.contents.isDestroyed();
  }
  send(channel: string, ...args: unknown[]): void {
    this.contents.send(channel, ...args);
  }
  executeJavaScript(code: string, userGesture = false): Promise<unknown> {
    return this.contents.executeJavaScript(code, userGesture);
  }
  reload(): boolean {
    this.contents.reload();
    return true;
  }
}
