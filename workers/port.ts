import { parentPort as threadPort } from 'node:worker_threads';
import type { MessageEnd } from '../main/engine/worker-rpc.ts';

/** What Electron adds to `process` in a utility process (electron.d.ts, `ParentPort`). */
interface UtilityPort {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (event: { readonly data: unknown }) => void): void;
}

function utilityPort(): UtilityPort | undefined {
  return (process as { parentPort?: UtilityPort }).parentPort;
}

/** The line to whoever started this worker: a thread's port, a utility process's port, or a forked child's channel. */
export function openPort(): MessageEnd {
  if (threadPort) {
    const port = threadPort;
    return {
      post: (message, transfer) => port.postMessage(message, transfer),
      onMessage: (listener) => void port.on('message', listener),
    };
  }
  const utility = utilityPort();
  if (utility) {
    return {
      post: (message) => utility.postMessage(message),
      onMessage: (listener) => utility.on('message', (event) => listener(event.data)),
    };
  }
  if (!process.send) throw new Error('This file is a worker; the engine starts it.');
  return {
    post: (message) => void process.send?.(message),
    onMessage: (listener) => void process.on('message', listener),
  };
}
