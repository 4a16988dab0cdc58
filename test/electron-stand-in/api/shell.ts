import { spawn } from 'node:child_process';
import fs from 'node:fs/promises';
import path from 'node:path';
import type { Shell } from 'electron';
import { record } from '../record.ts';
import { strict } from '../strict.ts';
import { canAsk } from './desktop-dialog.ts';

/** Opens something with the desktop's own program, where a person is there to see it. */
function openOnDesktop(target: string): void {
  if (!canAsk()) return;
  const opener = spawn(process.platform === 'darwin' ? 'open' : 'xdg-open', [target], {
    stdio: 'ignore',
    detached: true,
  });
  opener.on('error', () => {});
  opener.unref();
}

type Provided = Pick<Shell, 'openExternal' | 'openPath' | 'showItemInFolder' | 'trashItem' | 'beep'>;

/** Electron's `shell`: recorded. `trashItem` removes the file, since there may be no trash. */
export const shell = strict('shell', {
  openExternal: async (url) => {
    record('shell.openExternal', url);
    openOnDesktop(url);
  },
  openPath: async (file) => {
    record('shell.openPath', file);
    openOnDesktop(file);
    return '';
  },
  showItemInFolder: (file) => {
    record('shell.showItemInFolder', file);
    openOnDesktop(path.dirname(file));
  },
  trashItem: async (file) => {
    record('shell.trashItem', file);
    await fs.rm(file, { recursive: true });
  },
  beep: () => record('shell.beep'),
} satisfies Provided);
