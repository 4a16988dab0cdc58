// Runs in a utility process before its own module: gives it process.parentPort as Electron does.
import { EventEmitter } from 'node:events';
import { registerHooks } from 'node:module';
import { isMainThread } from 'node:worker_threads';

type Sent = { readonly message: unknown };

const send = process.send?.bind(process);

class ParentPort extends EventEmitter {
  private readonly queue: unknown[] = [];
  private isStarted = false;

  constructor() {
    super();
    // Messages wait until somebody listens; with nobody listening the process may end by itself.
    this.on('newListener', (name) => {
      if (name === 'message') queueMicrotask(() => this.start());
    });
    this.on('removeListener', (name) => {
      if (name === 'message' && this.listenerCount('message') === 0) this.stop();
    });
  }
  postMessage(message: unknown): void {
    send?.({ message: structuredClone(message) });
  }
  start(): void {
    if (this.isStarted || this.listenerCount('message') === 0) return;
    this.isStarted = true;
    process.channel?.ref();
    for (const data of this.queue.splice(0)) this.deliver(data);
  }
  private stop(): void {
    this.isStarted = false;
    process.channel?.unref();
  }
  private deliver(data: unknown): void {
    this.emit('message', { data, ports: [] });
  }
  _receive(data: unknown): void {
    if (this.isStarted) this.deliver(data);
    else this.queue.push(data);
  }
}

function installParentPort(): void {
  const port = new ParentPort();
  process.on('message', ({ message }: Sent) => port._receive(message));
  process.channel?.unref();
  process.on('disconnect', () => process.exit(0));
  Object.defineProperties(process, {
    parentPort: { value: port },
    type: { value: 'utility' },
    send: { value: undefined },
    versions: {
      value: Object.freeze({ ...process.versions, electron: process.env['PIXHAUL_STAND_IN_ELECTRON'] }),
    },
  });
  process.title = process.env['PIXHAUL_STAND_IN_SERVICE'] ?? 'utility';
  delete process.env['PIXHAUL_STAND_IN_SERVICE'];
  delete process.env['PIXHAUL_STAND_IN_ELECTRON'];
}

function installElectronModule(): void {
  const source = 'export const net = { fetch }; export default { net };';
  const url = `data:text/javascript,${encodeURIComponent(source)}`;
  registerHooks({
    resolve: (name, context, next) =>
      /^electron(\/.*)?$/.test(name) ? { url, format: 'module', shortCircuit: true } : next(name, context),
  });
}

// --import also runs in the process's own worker threads, which have no parent port.
if (isMainThread) {
  installParentPort();
  installElectronModule();
}
