import { describe, expect, test } from 'vitest';
import type { ActiveTask } from '#contract/model.ts';
import type { Band } from '../../../../renderer/state/band.ts';
import { advanceBand, CLOSED_BAND, MAX_BAND_ROWS } from '../../../../renderer/state/band.ts';

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
const shown = (band: Band) => band.slots.map((slot) => slot?.task.taskId ?? null);

describe('the Active band', () => {
  test('keeps each task in its place while others end', () => {
    const first = advanceBand(CLOSED_BAND, [running(1), running(2), running(3)], 0, 0);
    const second = advanceBand(first, [running(3), running(1)], 0, 100);
    expect(shown(second)).toEqual([1, 2, 3]);
    expect(second.slots[1]?.endedAt).toBe(100);
  });

  test('lets a finished task stand for a second, then gives its place to another', () => {
    const first = advanceBand(CLOSED_BAND, [running(1), running(2)], 0, 0);
    const ended = advanceBand(first, [running(2), running(9)], 0, 100);
    expect(shown(ended)).toEqual([1, 2]);
    expect(shown(advanceBand(ended, [running(2), running(9)], 0, 1_050))).toEqual([1, 2]);
    expect(shown(advanceBand(ended, [running(2), running(9)], 0, 1_150))).toEqual([9, 2]);
  });

  test('is as high as what will run, and never higher than eight rows', () => {
    const many = Array.from({ length: 24 }, (_, index) => running(index));
    expect(advanceBand(CLOSED_BAND, many, 900, 0).slots).toHaveLength(MAX_BAND_ROWS);
    expect(advanceBand(CLOSED_BAND, [running(1)], 2, 0).slots).toHaveLength(3);
  });

  test('keeps its height while tasks run out, and closes when nothing ran for a while', () => {
    let band = advanceBand(CLOSED_BAND, [running(1), running(2), running(3)], 0, 0);
    band = advanceBand(band, [running(3)], 0, 2_000);
    band = advanceBand(band, [running(3)], 0, 4_000);
    expect(band.slots).toHaveLength(3);
    band = advanceBand(band, [], 0, 5_000);
    band = advanceBand(band, [], 0, 7_000);
    expect(band.slots).toHaveLength(3);
    band = advanceBand(band, [], 0, 12_000);
    expect(band).toEqual(CLOSED_BAND);
  });
});
