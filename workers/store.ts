import { createStore } from '../main/engine/store/store.ts';
import { notify, serve } from '../main/engine/worker-rpc.ts';
import { openPort } from './port.ts';

const port = openPort();
serve(
  port,
  createStore((notice) => notify(port, 'storeChanged', notice)),
);
