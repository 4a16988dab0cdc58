import { expect, test } from 'vitest';
import { createPendingNumber } from '../../../../renderer/ui/pending-number.ts';
import { createFakeClock } from '../../../support/fake-client/fake-clock.ts';

function field() {
  const clock = createFakeClock();
  const told: number[] = [];
  return { clock, told, number: createPendingNumber(clock.after, (value) => told.push(value)) };
}

test('what is typed is told once typing pauses, and nothing on the way to it', async () => {
  const { clock, told, number } = field();
  for (const typed of [5, 51, 512]) {
    number.propose(typed);
    await clock.advance(200);
  }
  expect(told).toEqual([]);
  await clock.advance(200);
  expect(told).toEqual([512]);
});

test('whoever leaves the field at once loses nothing, and nothing is told twice', async () => {
  const { clock, told, number } = field();
  number.propose(7);
  number.flush();
  number.flush();
  await clock.advance(1_000);
  expect(told).toEqual([7]);
});

test('a step is told at once, in place of what was being typed', async () => {
  const { clock, told, number } = field();
  number.propose(7);
  number.commit(8);
  await clock.advance(1_000);
  expect(told).toEqual([8]);
});

test('an emptied field says nothing', async () => {
  const { clock, told, number } = field();
  number.propose(2);
  number.drop();
  await clock.advance(1_000);
  number.flush();
  expect(told).toEqual([]);
});
