import { expect, test, vi } from 'vitest';
import type { Client } from '#contract/api.ts';
import { DESKTOP_REQUESTS, ENGINE_REQUESTS } from '#contract/api.ts';

const electron = vi.hoisted(() => ({
  exposed: new Map<string, unknown>(),
  heard: new Map<string, (...parts: unknown[]) => void>(),
  invoke: vi.fn(),
}));
vi.mock('electron', () => ({
  contextBridge: { exposeInMainWorld: (name: string, api: unknown) => electron.exposed.set(name, api) },
  webUtils: { getPathForFile: (file: File) => (file.name === 'spring.csv' ? '/home/ada/spring.csv' : '') },
  ipcRenderer: {
    invoke: electron.invoke,
    on: (channel: string, listener: (...parts: unknown[]) => void) => electron.heard.set(channel, listener),
  },
}));
await import('../../../preload/index.ts');

const client = electron.exposed.get('pixhaul') as Client;
const tell = (...parts: unknown[]) => electron.heard.get('pixhaul:event')?.({ sender: 'secret' }, ...parts);

test('gives the page one frozen object of functions: one for each request, and on', () => {
  expect([...electron.exposed.keys()]).toEqual(['pixhaul']);
  expect(Object.keys(client).sort()).toEqual(
    [...ENGINE_REQUESTS, ...DESKTOP_REQUESTS, 'on', 'registerDrop'].sort(),
  );
  expect(Object.values(client).every((part) => typeof part === 'function')).toBe(true);
  expect(Object.isFrozen(client)).toBe(true);
});

test('sends a request by its name with one argument, and answers the value', async () => {
  electron.invoke.mockResolvedValueOnce({ ok: true, value: { total: 3 } });
  const query = { batchId: null, filter: 'all', search: '', sort: 'line', isDescending: false } as const;
  expect(await client.openView(query)).toEqual({ total: 3 });
  expect(electron.invoke).toHaveBeenCalledWith('pixhaul:request', 'openView', query);
});

test('rejects with the sentence that main gave', async () => {
  electron.invoke.mockResolvedValueOnce({ ok: false, error: 'There is no such request.' });
  await expect(client.getSnapshot({})).rejects.toThrow(/^There is no such request\.$/);
});

test('hands the page the payload of an event, never the event object, until it has heard enough', () => {
  const heard: unknown[][] = [];
  const stop = client.on('commandChosen', (...parts) => heard.push(parts));
  const stopOther = client.on('settingsChanged', (...parts) => heard.push(parts));
  tell('commandChosen', { command: 'add' });
  tell('unknown', { command: 'add' });
  stop();
  tell('commandChosen', { command: 'search' });
  stopOther();
  expect(heard).toEqual([[{ command: 'add' }]]);
});

test('refuses events that the contract does not know', () => {
  expect(() => client.on('toString' as never, () => {})).toThrow('There is no such event.');
  expect(() => client.on('changed', null as never)).toThrow('There is no such event.');
});

test('gives main the path of a dropped file, and the page an id for it', async () => {
  electron.invoke.mockClear();
  electron.invoke.mockResolvedValueOnce('an-id');
  expect(await client.registerDrop(new File(['x'], 'spring.csv'))).toBe('an-id');
  expect(electron.invoke).toHaveBeenCalledExactlyOnceWith('pixhaul:drop', '/home/ada/spring.csv');
});

test('registers nothing that is no file of the disk', async () => {
  electron.invoke.mockClear();
  expect(await client.registerDrop(new File(['x'], 'made by a script'))).toBeNull();
  expect(await client.registerDrop({ name: 'spring.csv', path: '/etc/passwd' })).toBeNull();
  expect(electron.invoke).not.toHaveBeenCalled();
});
