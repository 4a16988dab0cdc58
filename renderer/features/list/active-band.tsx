import { useState } from 'react';
import { liveWords, rowWords } from '../../i18n/row-words.ts';
import { useTexts } from '../../i18n/use-texts.ts';
import type { BandSlot } from '../../state/band.ts';
import { isBandCalm } from '../../state/band.ts';
import { useOverview } from '../../state/context.tsx';
import { MiddleText } from '../../ui/middle-text.tsx';
import { StatusCell } from './status-cell.tsx';
import { Thumbnail } from './thumbnail.tsx';
import { useIsLowWindow } from './use-row-height.ts';

const LOW_WINDOW_SLOTS = 4;

/** What is moving right now, each in a place of its own; nothing jumps when one ends. */
export function ActiveBand() {
  const { t } = useTexts();
  const slots = useOverview(({ band }) => band.slots);
  const isCalm = useOverview(({ band }) => isBandCalm(band));
  const shown = useIsLowWindow() ? slots.slice(0, LOW_WINDOW_SLOTS) : slots;
  if (shown.length === 0) return null;
  return (
    <section className="band" data-calm={isCalm} aria-label={t('list.active')}>
      <ul>
        {shown.map((slot, index) => (
          // A place keeps its number while tasks come and go in it.
          // biome-ignore lint/suspicious/noArrayIndexKey: the place is the identity.
          <li className="band-slot grid-columns" key={index}>
            {slot === null || isCalm ? null : <SlotCells slot={slot} />}
          </li>
        ))}
      </ul>
    </section>
  );
}

function SlotCells({ slot }: { readonly slot: BandSlot }) {
  const { t, language, formats } = useTexts();
  const { task, row, endedAt } = slot;
  const [now] = useState(() => Date.now());
  const context = { t, language, formats, now };
  const words =
    row !== null && row.state !== 'queued' ? rowWords(row, undefined, context) : liveWords(task, context);
  const bytes = row?.bytes ?? task.totalBytes ?? (task.receivedBytes > 0 ? task.receivedBytes : null);
  const hasSize = row?.width != null && row.height != null;
  return (
    <>
      <span className="cell cell-line">{formats.number(task.line)}</span>
      <span className="cell cell-name">
        <Thumbnail row={row} sizePx={22} />
        <span className="name">
          <MiddleText className="name-file" text={row?.name ?? task.name} />
        </span>
      </span>
      <span className="cell cell-status">
        <StatusCell words={words} live={endedAt === null ? task : undefined} />
      </span>
      <span className="cell cell-bytes">{bytes === null ? null : formats.bytes(bytes)}</span>
      <span className="cell cell-pixels">
        {hasSize ? formats.dimensions(row.width ?? 0, row.height ?? 0) : null}
      </span>
      <span className="cell cell-host" title={task.host}>
        <bdi>{task.host}</bdi>
      </span>
    </>
  );
}
