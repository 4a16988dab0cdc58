import { beforeEach, expect, test, vi } from 'vitest';
import type { Batch } from '#contract/model.ts';
import { callsOf, FakeWindow, resetElectron } from './fake-electron.ts';

vi.mock('electron', async () => (await import('./fake-electron.ts')).electron);
const { createProgress } = await import('../../../main/electron/progress.ts');

beforeEach(resetElectron);
const idle = { isWorking: false, fraction: null, hasProblem: false };
const working = { ...idle, isWorking: true };
const batch = (counts: Record<string, number>, problem: Batch['problem'] = null) =>
  ({ name: 'spring', counts: { done: 0, failed: 0, truncated: 0, ...counts }, problem }) as unknown as Batch;

function create(language: 'en' | 'zh-CN' = 'en') {
  const window = new FakeWindow();
  return { window, progress: createProgress(window as never, () => language) };
}

test('shows whole percent in title and taskbar, and only when they change', () => {
  const { progress } = create();
  progress.show(working);
  progress.show({ ...working, fraction: 0.7811 });
  progress.show({ ...working, fraction: 0.7899 });
  progress.show({ ...working, fraction: 0.9999 });
  progress.show(idle);
  expect(callsOf('window.setTitle').flat()).toEqual([
    'Pixhaul',
    'Pixhaul – 78 %',
    'Pixhaul – 99 %',
    'Pixhaul',
  ]);
  expect(callsOf('window.setProgressBar').map(([bar]) => bar)).toEqual([2, 0.78, 0.99, -1]);
});

test('keeps the computer awake only while something runs', () => {
  const { progress } = create();
  progress.show(working);
  progress.show(working);
  expect(callsOf('powerSaveBlocker.start')).toEqual([['prevent-app-suspension']]);
  progress.show(idle);
  expect(callsOf('powerSaveBlocker.stop')).toEqual([[7]]);
  progress.show(working);
  progress.stop();
  progress.stop();
  expect(callsOf('powerSaveBlocker.stop')).toHaveLength(2);
});

test('notifies once of the end of a batch, with what needs the person, unless they are looking', () => {
  const { window, progress } = create();
  progress.tellFinished(batch({ done: 1204 }));
  progress.tellFinished(batch({ done: 1204, failed: 30, truncated: 1 }));
  window.focused = true;
  progress.tellFinished(batch({ done: 1 }));
  expect(callsOf('new Notification')).toEqual([
    [{ title: 'spring', body: '1,204 saved' }],
    [{ title: 'spring', body: '1,203 saved · 31 need you' }],
  ]);
});

test('says what stopped a batch, in the language of the person', () => {
  const { progress } = create('zh-CN');
  progress.tellStopped(batch({}, { code: 'disk-full', facts: { folder: '/图片' } }));
  expect(callsOf('new Notification')).toEqual([
    [{ title: 'spring', body: '已停下：磁盘空间不足（/图片）。' }],
  ]);
});

test('does nothing to a window that is gone', () => {
  const { window, progress } = create();
  window.isGone = true;
  progress.show(working);
  progress.tellFinished(batch({ done: 1 }));
  expect(callsOf('window.setTitle')).toEqual([]);
  expect(callsOf('new Notification')).toEqual([]);
});
