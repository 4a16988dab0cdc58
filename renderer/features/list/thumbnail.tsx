import { ImageOff } from 'lucide-react';
import type { TaskRow } from '#contract/model.ts';

/** A small picture in a box that is there before it; a box alone for what has none yet. */
export function Thumbnail(props: { readonly row: TaskRow | null; readonly sizePx: number }) {
  const { row, sizePx } = props;
  const thumbnail = row?.thumbnail ?? null;
  return (
    <span className="thumbnail" data-filled={thumbnail !== null} style={{ width: sizePx, height: sizePx }}>
      {thumbnail === null ? (
        row?.state === 'done' && <ImageOff size={sizePx > 30 ? 16 : 12} aria-hidden />
      ) : (
        <img
          src={`thumb/${thumbnail}`}
          alt=""
          width={sizePx}
          height={sizePx}
          loading="lazy"
          decoding="async"
          draggable={false}
        />
      )}
    </span>
  );
}
