import path from 'node:path';
import { app } from 'electron';
import { choosePlaces } from './electron/electron-host.ts';
import { createLog } from './electron/log.ts';
import { secureBeforeReady, secureContents } from './electron/security.ts';
import { giveUp, startApp } from './electron/start.ts';

// Only short, synchronous work happens before the app is ready; awaiting that here would hang (electron #40719).
secureBeforeReady();
const places = choosePlaces(process.env);

if (app.requestSingleInstanceLock()) {
  const log = createLog(places.stateFolder);
  secureContents((message, facts) => log.write('warn', message, facts));
  process.on('uncaughtException', (error) =>
    log.write('error', 'A bug came to light', { error: error.stack }),
  );
  process.on('unhandledRejection', (reason) =>
    log.write('error', 'A promise was broken', {
      error: reason instanceof Error ? reason.stack : String(reason),
    }),
  );
  const builtFolder = path.join(import.meta.dirname, '..');
  void app
    .whenReady()
    .then(() => startApp({ places, builtFolder, log }))
    .catch((error: unknown) => giveUp(error, log));
} else {
  // The other one has been told, and shows its window.
  app.quit();
}
