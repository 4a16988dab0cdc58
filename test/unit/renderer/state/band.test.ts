import { describe, expect, test } from 'vitest';
import type { ActiveTask } from '#contract/model.ts';
import type { Band, BandNews } from '../../../../renderer/state/band.ts';
import {
  advanceBand,
  bandWaitMs,
  CLOSED_BAND,
  isBandCalm,
  MAX_BAND_ROWS,
  withOutcome,
} from '../../../../renderer/state/band.ts';
import { queuedRow } from '../../../support/fake-client/fake-rows.ts';

const running = (taskId: number): ActiveTask => ({
  taskId,
  batchId: 1,
  line: taskId,
  name: `picture-${taskId}`,
  host: 'cdn.example',
  state: 'downloading',
  startedAt: 0,
  receivedBytes: 1,
  totalBytes: 2,
});
const news = (active: readonly ActiveTask[], waitingToRun: number, isOver = false): BandNews => ({
  active,
  waitingToRun,
  isOver,
});
const shown = (band: Band) => band.slots.map((slot) => slot?.task.taskId ?? null);

describe('the Active band', () => {
  test('keeps each task in its place while others end', () => {
    const first = advanceBand(CLOSED_BAND, news([running(1), running(2), running(3)], 0), 0);
    const second = advanceBand(first, news([running(3), running(1)], 0), 100);
    expect(shown(second)).toEqual([1, 2, 3]);
    expect(second.slots[1]?.endedAt).toBe(100);
  });

  test('lets a finished task stand for a second, then gives its place to another', () => {
    const first = advanceBand(CLOSED_BAND, news([running(1), running(2)], 0), 0);
    const ended = advanceBand(first, news([running(2), running(9)], 0), 100);
    expect(shown(ended)).toEqual([1, 2]);
    expect(shown(advanceBand(ended, news([running(2), running(9)], 0), 1_050))).toEqual([1, 2]);
    expect(shown(advanceBand(ended, news([running(2), running(9)], 0), 1_150))).toEqual([9, 2]);
  });

  test('is as high as what will run, and never higher than eight rows', () => {
    const many = Array.from({ length: 24 }, (_, index) => running(index));
    expect(advanceBand(CLOSED_BAND, news(many, 900), 0).slots).toHaveLength(MAX_BAND_ROWS);
    expect(advanceBand(CLOSED_BAND, news([running(1)], 2), 0).slots).toHaveLength(3);
  });

  test('keeps its height while tasks run out, and closes when nothing ran for a while', () => {
    let band = advanceBand(CLOSED_BAND, news([running(1), running(2), running(3)], 0), 0);
    band = advanceBand(band, news([running(3)], 0), 2_000);
    band = advanceBand(band, news([running(3)], 0), 4_000);
    expect(band.slots).toHaveLength(3);
    band = advanceBand(band, news([], 0), 5_000);
    band = advanceBand(band, news([], 0), 7_000);
    expect(band.slots).toHaveLength(3);
    band = advanceBand(band, news([], 0), 12_000);
    expect(band.slots).toEqual([]);
  });

  test('has its room before the first task runs, so that the list stays where it is', () => {
    const early = advanceBand(CLOSED_BAND, news([], 900), 0);
    expect(shown(early)).toEqual(new Array(MAX_BAND_ROWS).fill(null));
    expect(isBandCalm(early)).toBe(true);
    const band = advanceBand(early, news([running(1)], 899), 100);
    expect(band.slots).toHaveLength(MAX_BAND_ROWS);
  });

  test('gives its room back once when what is in line cannot start, and takes it again when it can', () => {
    let band = advanceBand(CLOSED_BAND, news([], 5), 0);
    band = advanceBand(band, news([], 5), 4_000);
    expect(band.slots).toEqual([]);
    band = advanceBand(band, news([], 5), 4_500);
    expect(band.slots).toEqual([]);
    band = advanceBand(band, news([running(1)], 4), 5_000);
    expect(band.slots).toHaveLength(5);
  });

  test('stays closed for a list that is paused or waits for a time to come', () => {
    expect(advanceBand(CLOSED_BAND, news([], 5, true), 0)).toEqual(CLOSED_BAND);
    expect(advanceBand(CLOSED_BAND, news([], 0), 0)).toEqual(CLOSED_BAND);
  });

  test('closes as soon as the last finished row has been seen, where nothing more will run', () => {
    let band = advanceBand(CLOSED_BAND, news([running(1), running(2)], 0), 0);
    band = advanceBand(band, news([], 0, true), 2_000);
    expect(shown(band)).toEqual([1, 2]);
    expect(isBandCalm(band)).toBe(false);
    expect(bandWaitMs(band, 2_700, 500)).toBe(300);
    expect(advanceBand(band, news([], 0, true), 3_000)).toEqual(CLOSED_BAND);
  });

  test('gives back at once what was paused in the middle', () => {
    let band = advanceBand(CLOSED_BAND, news([running(1)], 0), 0);
    band = advanceBand(band, news([], 1, true), 2_000);
    band = withOutcome(band, 1, queuedRow(1, 1, 1));
    expect(isBandCalm(band)).toBe(true);
    expect(advanceBand(band, news([], 1, true), 2_010)).toEqual(CLOSED_BAND);
  });

  test('is calm while it keeps its room for what comes', () => {
    let band = advanceBand(CLOSED_BAND, news([running(1)], 0), 0);
    band = advanceBand(band, news([], 0), 2_000);
    band = advanceBand(band, news([], 0), 3_000);
    expect(band.slots).toHaveLength(1);
    expect(isBandCalm(band)).toBe(true);
    expect(bandWaitMs(band, 3_000, 500)).toBe(500);
  });
});
