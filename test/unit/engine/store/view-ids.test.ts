import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Run } from '../../../../main/engine/store/view-ids.ts';
import {
  idsOfList,
  idsOfRuns,
  idsOutsideGaps,
  joinIds,
  parseIds,
  withoutGaps,
} from '../../../../main/engine/store/view-ids.ts';

/** Ascending runs that do not touch. */
const runs = fc
  .array(fc.tuple(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 0, max: 6 })), { maxLength: 8 })
  .map((steps) => {
    let at = 0;
    return steps.map(([gap, length]): Run => {
      const first = at + gap + 1;
      at = first + length;
      return [first, at];
    });
  });
const idsIn = (list: readonly Run[]): number[] =>
  list.flatMap(([first, last]) => Array.from({ length: last - first + 1 }, (_, index) => first + index));

describe('ids of a view', () => {
  test('are the same as runs and as a list', () => {
    fc.assert(
      fc.property(runs, fc.nat(60), fc.nat(20), (list, offset, limit) => {
        const ids = idsIn(list);
        for (const view of [idsOfRuns(list), idsOfList(Uint32Array.from(ids))]) {
          expect(view.total).toBe(ids.length);
          expect([...view.all()]).toEqual(ids);
          expect(view.slice(offset, limit)).toEqual(ids.slice(offset, offset + limit));
        }
      }),
    );
  });

  test('leave out what lies in gaps', () => {
    fc.assert(
      fc.property(runs, runs, (list, gaps) => {
        const outside = idsIn(list).filter((id) => !gaps.some(([first, last]) => first <= id && id <= last));
        expect(idsIn(withoutGaps(list, gaps))).toEqual(outside);
        expect([...idsOutsideGaps(Uint32Array.from(idsIn(list)), gaps)]).toEqual(outside);
      }),
    );
  });

  test('are read from the text that the database gives', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(4_294_967_295)), fc.nat(9), (ids, at) => {
        const parts = [ids.slice(0, at), ids.slice(at)].map((part) => parseIds(part.join(',')));
        expect([...joinIds(parts)]).toEqual(ids);
      }),
    );
  });
});
