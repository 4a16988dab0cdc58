// A utility process of the fixture; its first argument says what it shall do.
import { isMainThread } from 'node:worker_threads';

const modes = {
  echo: () => process.parentPort.on('message', ({ data }) => process.parentPort.postMessage({ echo: data })),
  late: () =>
    setTimeout(() => {
      process.parentPort.on('message', ({ data }) => process.parentPort.postMessage({ late: data }));
    }, 50),
  throw: () => {
    throw new Error('deliberate');
  },
  exit: () => process.exit(7),
  end: () => {},
  speak: () => {
    process.stdout.write('to stdout');
    process.stderr.write('to stderr');
  },
  facts: () =>
    process.parentPort.postMessage({
      type: process.type,
      isMainThread,
      send: typeof process.send,
      pid: process.pid,
    }),
  preload: () => process.parentPort.postMessage({ preload: process.env.LD_PRELOAD ?? '' }),
};
modes[process.argv[2]]();
