import { appendFile, mkdir, rename, stat } from 'node:fs/promises';
import path from 'node:path';
import type { LogLevel } from '../engine/host.ts';

const MAX_FILE_BYTES = 1024 * 1024;
const MAX_LINE_LENGTH = 4000;
/** Lines that wait for a slow disk; more are dropped and counted, since a log must not eat the memory. */
const MAX_WAITING_LINES = 1000;

export interface Log {
  write(level: LogLevel, message: string, facts?: Readonly<Record<string, unknown>>): void;
  /** Answers when everything that was written is in the file. */
  flush(): Promise<void>;
}

/**
 * Takes out of a text what a URL may hold in secret: user name, password, query and fragment, and the whole content
 * of `data:` URLs. The rest of the text stays.
 */
export function redact(text: string): string {
  return text
    .replace(/\bdata:[^\s"<>]*/gi, 'data:…')
    .replace(/\b([a-z][a-z0-9+.-]*:\/\/)([^\s"<>]*)/gi, (_, scheme: string, rest: string) => {
      const [address = ''] = rest.split(/[?#]/, 1);
      const [authority = ''] = address.split('/', 1);
      const host = authority.slice(authority.lastIndexOf('@') + 1);
      return `${scheme}${host}${address.slice(authority.length)}`;
    });
}

/** Makes the log of a state folder: `logs/pixhaul.log`, and one older file beside it, a megabyte each at most. */
export function createLog(stateFolder: string, now: () => number = Date.now): Log {
  const folder = path.join(stateFolder, 'logs');
  const file = path.join(folder, 'pixhaul.log');
  let waiting: string[] = [];
  let dropped = 0;
  let writing: Promise<void> | null = null;

  const write = async () => {
    while (waiting.length > 0) {
      const lines = dropped > 0 ? [...waiting, `… ${dropped} lines were dropped\n`] : waiting;
      waiting = [];
      dropped = 0;
      await mkdir(folder, { recursive: true, mode: 0o700 });
      await rotate(file);
      await appendFile(file, lines.join(''), { mode: 0o600 });
    }
  };
  const start = (): Promise<void> => {
    // A log that cannot be written must not stop what it tells about.
    writing ??= write()
      .catch(() => {})
      .finally(() => {
        writing = null;
        // Something may have come between the last look and now.
        if (waiting.length > 0) void start();
      });
    return writing;
  };
  return {
    write(level, message, facts) {
      const details = facts ? ` ${JSON.stringify(facts)}` : '';
      const text = redact(`${message}${details}`).replace(/[\p{Cc}\u2028\u2029]+/gu, ' ');
      if (waiting.length >= MAX_WAITING_LINES) dropped += 1;
      else waiting.push(`${new Date(now()).toISOString()} ${level} ${text.slice(0, MAX_LINE_LENGTH)}\n`);
      void start();
    },
    async flush() {
      while (writing !== null) await writing;
    },
  };
}

async function rotate(file: string): Promise<void> {
  const size = await stat(file).then(
    (found) => found.size,
    () => 0,
  );
  if (size >= MAX_FILE_BYTES) await rename(file, `${file}.1`);
}
