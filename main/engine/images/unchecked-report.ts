import type { ImageReport } from '#contract/worker-messages.ts';
import { readHead } from './read-head.ts';
import { sniff } from './signature.ts';

/** What can be said of a file that no worker could judge: its first bytes, read here. Rejects when it is unreadable. */
export async function reportUnchecked(path: string, note: 'crashed' | 'timed-out'): Promise<ImageReport> {
  const head = await readHead(path);
  if (head.length === 0) return { isImage: false, code: 'empty', title: null };
  const found = sniff(head);
  if (found.kind === 'html') return { isImage: false, code: 'html', title: found.title };
  if (found.kind === 'unknown') return { isImage: false, code: 'not-an-image', title: null };
  return {
    isImage: true,
    integrity: 'unchecked',
    format: found.format,
    note,
    width: null,
    height: null,
    frames: null,
    hasAlpha: null,
    colour: null,
    takenAt: null,
    cameraModel: null,
    dhash: null,
    thumbnail: null,
  };
}
