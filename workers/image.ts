import { setFlagsFromString } from 'node:v8';
import type { ImageWorkerApi } from '#contract/worker-messages.ts';
import { createImageCheck } from '../main/engine/images/check-image.ts';
import { createDecoder } from '../main/engine/images/decoder.ts';
import { chooseSharpBuild, loadSharp } from '../main/engine/images/sharp-build.ts';
import { notify, serve } from '../main/engine/worker-rpc.ts';
import { openPort } from './port.ts';

// A worker that is in an unknown state must end, so that its pool starts a fresh one: Electron only warns.
process.on('uncaughtException', end);
process.on('unhandledRejection', end);
// The engine is gone: a forked child would stay for ever.
process.on('disconnect', () => process.exit(0));

function end(error: unknown): void {
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  process.exit(1);
}

// For hosts that take no flags (IMAGE_WORKER_FLAGS), the part of them that can be set later.
setFlagsFromString('--semi-space-growth-factor=1');

const port = openPort();
const sharp = await loadSharp(chooseSharpBuild(process.argv));
const check = createImageCheck(createDecoder(sharp), (message) => notify(port, 'trouble', message));
serve(port, {
  async check(job) {
    try {
      return await check(job);
    } finally {
      notify(port, 'memory', process.memoryUsage.rss());
    }
  },
} satisfies ImageWorkerApi);
notify(port, 'ready', null);
