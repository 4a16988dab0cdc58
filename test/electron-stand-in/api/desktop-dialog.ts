// Dialogs for a person who uses the stand-in with a display: zenity's, where it is installed.
import { execFile } from 'node:child_process';
import { getHost, hasDisplay } from '../host.ts';

/** False when nobody could answer: no display, or a test driver is attached. */
export function canAsk(): boolean {
  return process.platform === 'linux' && hasDisplay() && !getHost().switches.has('remote-debugging-port');
}

/** What zenity printed, by lines; undefined when the person cancelled or there is no zenity. */
export function askDesktop(...args: string[]): Promise<string[] | undefined> {
  return new Promise((resolve) => {
    execFile('zenity', args, (error, stdout) => resolve(error ? undefined : stdout.trim().split('\n')));
  });
}
