import { contextBridge, ipcRenderer, webUtils } from 'electron';
import type { Client, EventName, Events } from '#contract/api.ts';
import { DESKTOP_REQUESTS, ENGINE_REQUESTS } from '#contract/api.ts';

type Answer = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly error: string };
type Listener = (event: unknown) => void;

/** The compiler proves that no event is forgotten. */
const EVENTS = {
  changed: true,
  settingsChanged: true,
  linksCopied: true,
  commandChosen: true,
} as const satisfies Record<EventName, true>;

async function request(method: string, argument: unknown): Promise<unknown> {
  const answer: Answer = await ipcRenderer.invoke('pixhaul:request', method, argument);
  if (!answer.ok) throw new Error(answer.error);
  return answer.value;
}

const listeners = new Map<unknown, Set<Listener>>(Object.keys(EVENTS).map((name) => [name, new Set()]));

// The event object stays on this side: it holds the way to every channel.
ipcRenderer.on('pixhaul:event', (_event, name: unknown, payload: unknown) => {
  for (const listener of listeners.get(name) ?? []) listener(payload);
});

/** Hears an event until the returned function is called; the same listener may hear several events. */
const on: Client['on'] = (name, listener) => {
  const heardBy = listeners.get(name);
  if (!heardBy || typeof listener !== 'function') throw new Error('There is no such event.');
  // An entry of its own, so that a listener given twice is heard twice and leaves one by one.
  const entry: Listener = (payload) => listener(payload as Events[typeof name]);
  heardBy.add(entry);
  return () => void heardBy.delete(entry);
};

const requests = Object.fromEntries(
  [...ENGINE_REQUESTS, ...DESKTOP_REQUESTS].map((name) => [
    name,
    (argument: unknown) => request(name, argument),
  ]),
) as unknown as Omit<Client, 'on' | 'registerDrop'>;

/** The page hands over a `File` and gets an id; the path goes past it, from here to main. */
const registerDrop: Client['registerDrop'] = async (file) => {
  // Empty for a `File` that a script made: there is nothing on the disk to read.
  const path = file instanceof File ? webUtils.getPathForFile(file) : '';
  return path === '' ? null : ((await ipcRenderer.invoke('pixhaul:drop', path)) as string | null);
};

contextBridge.exposeInMainWorld('pixhaul', Object.freeze({ ...requests, on, registerDrop } satisfies Client));
