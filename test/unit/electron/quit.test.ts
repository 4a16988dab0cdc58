import { beforeEach, describe, expect, test, vi } from 'vitest';
import { answers, callsOf, electron, FakeWindow, resetElectron } from './fake-electron.ts';

vi.mock('electron', async () => (await import('./fake-electron.ts')).electron);
const { guardQuit } = await import('../../../main/electron/quit.ts');

const { app, powerMonitor } = electron;
beforeEach(() => {
  resetElectron();
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.removeAllListeners(signal);
});

function guard(isWorking: boolean, stop: () => Promise<void> = async () => {}) {
  const window = new FakeWindow();
  const stopped = vi.fn(stop);
  guardQuit({
    window: window as never,
    isWorking: () => isWorking,
    language: () => 'en',
    stop: stopped,
    log: () => {},
  });
  return { window, stopped };
}
/** Emits an event as Electron does and says whether its default was prevented. */
function emit(target: { emit(name: string, event: unknown): boolean }, name: string): boolean {
  const preventDefault = vi.fn();
  target.emit(name, { preventDefault });
  return preventDefault.mock.calls.length > 0;
}

describe('quitting', () => {
  test('stops the engine first, then goes', async () => {
    const { stopped } = guard(false);
    expect(emit(app, 'before-quit')).toBe(true);
    await vi.waitFor(() => expect(callsOf('app.quit')).toHaveLength(1));
    expect(stopped).toHaveBeenCalledOnce();
    expect(callsOf('dialog.showMessageBox')).toHaveLength(0);
    expect(emit(app, 'before-quit')).toBe(false);
  });

  test('while work runs asks once, and stays when the person wants to keep downloading', async () => {
    const { stopped } = guard(true);
    const asked = Promise.withResolvers<number>();
    answers.dialogButton = () => asked.promise;
    emit(app, 'before-quit');
    emit(app, 'before-quit');
    expect(callsOf('dialog.showMessageBox')).toHaveLength(1);
    expect(callsOf('dialog.showMessageBox')[0]?.[1]).toMatchObject({
      buttons: ['Keep downloading', 'Quit and go on later'],
      defaultId: 0,
      cancelId: 0,
    });
    asked.resolve(0);
    await vi.waitFor(() => {
      emit(app, 'before-quit');
      expect(callsOf('dialog.showMessageBox').length).toBeGreaterThan(1);
    });
    expect(stopped).not.toHaveBeenCalled();
    expect(callsOf('app.quit')).toHaveLength(0);
  });

  test('while work runs goes when the person wants to go on later', async () => {
    const { stopped } = guard(true);
    answers.dialogButton = async () => 1;
    emit(app, 'before-quit');
    await vi.waitFor(() => expect(callsOf('app.quit')).toHaveLength(1));
    expect(stopped).toHaveBeenCalledOnce();
  });

  test('goes after three seconds even when the engine does not stop', async () => {
    vi.useFakeTimers();
    guard(false, () => new Promise(() => {}));
    emit(app, 'before-quit');
    await vi.advanceTimersByTimeAsync(2999);
    expect(callsOf('app.quit')).toHaveLength(0);
    await vi.advanceTimersByTimeAsync(1);
    expect(callsOf('app.quit')).toHaveLength(1);
    vi.useRealTimers();
  });

  test('asks nobody when the system shuts down or a signal comes', async () => {
    const { stopped } = guard(true);
    powerMonitor.emit('shutdown', {});
    process.emit('SIGTERM', 'SIGTERM');
    await vi.waitFor(() => expect(callsOf('app.quit')).toHaveLength(1));
    expect(stopped).toHaveBeenCalledOnce();
    expect(callsOf('dialog.showMessageBox')).toHaveLength(0);
  });
});

describe('closing the window', () => {
  test.skipIf(process.platform === 'darwin')('quits (not on macOS)', () => {
    const { window } = guard(true);
    expect(emit(window, 'close')).toBe(true);
    expect(callsOf('app.quit')).toHaveLength(1);
  });

  test('hides it on macOS, and the Dock brings it back', () => {
    const platform = vi.spyOn(process, 'platform', 'get').mockReturnValue('darwin');
    const { window } = guard(true);
    expect(emit(window, 'close')).toBe(true);
    platform.mockRestore();
    expect(callsOf('window.hide')).toHaveLength(1);
    app.emit('activate');
    expect(callsOf('window.show')).toHaveLength(1);
  });

  test('closes it once the engine has stopped', async () => {
    const { window } = guard(false);
    emit(app, 'before-quit');
    await vi.waitFor(() => expect(callsOf('app.quit')).toHaveLength(1));
    expect(emit(window, 'close')).toBe(false);
  });
});
