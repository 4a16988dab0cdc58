// Dialogs for a person who uses the stand-in with a display: zenity's, where it is installed, else a question in the
// window itself.
import { execFile } from 'node:child_process';
import { getHost, hasDisplay } from '../host.ts';
import { BrowserWindow } from './browser-window.ts';

/** One question, as each of the two asks it. */
export type Question = {
  readonly zenity: readonly string[];
  readonly text: string;
  readonly proposal: string;
};

/** False when nobody could answer: no display, or a test driver is attached. */
export function canAsk(): boolean {
  return hasDisplay() && !getHost().switches.has('remote-debugging-port');
}

/** What zenity printed; 'cancelled', or 'missing' where there is no zenity. */
function askZenity(args: readonly string[]): Promise<string | 'cancelled' | 'missing'> {
  return new Promise((resolve) => {
    execFile('zenity', args, (error, stdout) => {
      if (!error) resolve(stdout.trim());
      else resolve((error as NodeJS.ErrnoException).code === 'ENOENT' ? 'missing' : 'cancelled');
    });
  });
}

async function askInWindow({ text, proposal }: Question): Promise<string | undefined> {
  const window = BrowserWindow.getFocusedWindow();
  const code = `prompt(${JSON.stringify(text)}, ${JSON.stringify(proposal)})`;
  const answer = await window?.webContents.executeJavaScript(code, true).catch(() => null);
  return typeof answer === 'string' && answer !== '' ? answer : undefined;
}

/** The person's answer, by lines; undefined when nobody can answer or the person cancelled. */
export async function askPerson(question: Question): Promise<string[] | undefined> {
  if (!canAsk()) return undefined;
  const said = await askZenity(question.zenity);
  const answer = said === 'missing' ? await askInWindow(question) : said;
  return answer === undefined || answer === 'cancelled' ? undefined : answer.split('\n');
}
