/** The store thread as it is, except that it dies when the first result comes to be written down. */
import { parentPort } from 'node:worker_threads';

parentPort?.on('message', ({ method }: { readonly method?: string }) => {
  if (method === 'apply') process.exit(3);
});
await import('../../workers/store.ts');
