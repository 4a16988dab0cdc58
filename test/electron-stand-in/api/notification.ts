import { EventEmitter } from 'node:events';
import type { NotificationConstructorOptions } from 'electron';
import { record } from '../record.ts';
import { strictClass } from '../strict.ts';
import { makeEvent } from './event.ts';

class StandInNotification extends EventEmitter {
  title: string;
  subtitle: string;
  body: string;
  silent: boolean;
  hasReply: boolean;
  urgency: string;
  timeoutType: string;
  actions: readonly unknown[];
  closeButtonText: string;

  constructor(options: NotificationConstructorOptions = {}) {
    super();
    this.title = options.title ?? '';
    this.subtitle = options.subtitle ?? '';
    this.body = options.body ?? '';
    this.silent = options.silent ?? false;
    this.hasReply = options.hasReply ?? false;
    this.urgency = options.urgency ?? 'normal';
    this.timeoutType = options.timeoutType ?? 'default';
    this.actions = options.actions ?? [];
    this.closeButtonText = options.closeButtonText ?? '';
  }
  static isSupported(): boolean {
    return true;
  }
  show(): void {
    record('Notification', { title: this.title, body: this.body, silent: this.silent });
    setImmediate(() => this.emit('show', makeEvent()));
  }
  close(): void {
    this.emit('close', makeEvent());
  }
}

/** Electron's `Notification`; nobody sees it, so a test emits its `click`. */
export const Notification = strictClass('Notification', StandInNotification);
