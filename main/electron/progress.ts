import type { BrowserWindow } from 'electron';
import { Notification, powerSaveBlocker } from 'electron';
import type { Batch, Language } from '#contract/model.ts';
import { failureWords, fill, wordsFor } from '#contract/words/words.ts';
import { presentWindow } from './window.ts';
import type { Work } from './work.ts';

/** Above 1 the taskbar shows work without a known end. */
const INDETERMINATE = 2;
const NO_BAR = -1;

export interface Progress {
  show(work: Work): void;
  tellFinished(batch: Batch): void;
  tellStopped(batch: Batch): void;
  stop(): void;
}

/** Shows progress in title and taskbar, keeps the computer awake while something runs, and notifies of ends. */
export function createProgress(window: BrowserWindow, language: () => Language): Progress {
  let blockerId: number | null = null;
  let shownTitle = '';
  let shownBar = Number.NaN;

  const keepAwake = (shouldBeAwake: boolean) => {
    if (shouldBeAwake) blockerId ??= powerSaveBlocker.start('prevent-app-suspension');
    else if (blockerId !== null) {
      powerSaveBlocker.stop(blockerId);
      blockerId = null;
    }
  };
  const notify = (title: string, body: string) => {
    // Who looks at the window sees it there.
    if (window.isDestroyed() || window.isFocused() || !Notification.isSupported()) return;
    const notification = new Notification({ title, body });
    notification.on('click', () => presentWindow(window));
    notification.show();
  };
  return {
    show(work) {
      keepAwake(work.isWorking);
      if (window.isDestroyed()) return;
      const title = titleOf(work);
      if (title !== shownTitle) window.setTitle(title);
      shownTitle = title;
      const bar = barOf(work);
      if (bar !== shownBar) window.setProgressBar(bar, { mode: work.hasProblem ? 'error' : modeOf(bar) });
      shownBar = bar;
    },
    tellFinished(batch) {
      const { counts, name } = batch;
      const words = wordsFor(language()).notifications;
      const problems = counts.failed + counts.truncated;
      const template = problems > 0 ? words.someNeedYou : words.allSaved;
      notify(name, fill(language(), template, { saved: counts.done - counts.truncated, problems }));
    },
    tellStopped({ name, problem }) {
      if (!problem) return;
      const { sentence } = failureWords(language(), problem, null);
      notify(name, fill(language(), wordsFor(language()).notifications.stopped, { reason: sentence }));
    },
    stop: () => keepAwake(false),
  };
}

// In whole percent, rounded down: 100 % is for what is finished.
function titleOf({ isWorking, fraction }: Work): string {
  return isWorking && fraction !== null ? `Pixhaul – ${Math.floor(fraction * 100)} %` : 'Pixhaul';
}

// In steps of a hundredth, so that a long run does not redraw the taskbar all the time.
function barOf({ isWorking, fraction }: Work): number {
  if (!isWorking) return NO_BAR;
  return fraction === null ? INDETERMINATE : Math.floor(fraction * 100) / 100;
}

const modeOf = (bar: number): 'none' | 'normal' | 'indeterminate' => {
  if (bar < 0) return 'none';
  return bar > 1 ? 'indeterminate' : 'normal';
};
