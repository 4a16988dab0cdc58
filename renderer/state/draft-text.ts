/** Text on its way into a draft: what is worth reading, and the pieces that it travels in. */
import type { Client } from '#contract/api.ts';
import { MAX_DRAFT_PIECE_LENGTH } from '#contract/api.ts';
import type { DraftReading, DraftSummary } from '#contract/model.ts';
import { AS_DETECTED } from '#contract/model.ts';

/** Longer texts are shown line by line, but cannot be corrected in the sheet. */
export const MAX_EDITABLE_LENGTH = 20_000_000;

/** A text that may be kept in pieces, as an editor does. A string is one. */
export interface LongText {
  /** In UTF-16 units. */
  readonly length: number;
  slice(from: number, to: number): string;
}

/** What a paste or a drop brings: the same thing in up to three forms. */
export interface Offered {
  readonly plain: string;
  readonly html: string;
  readonly uriList: string;
}

/** Cuts a text into pieces that one request takes, never inside a character. */
export function* toPieces(text: LongText, length = MAX_DRAFT_PIECE_LENGTH): Generator<string> {
  let start = 0;
  while (start < text.length) {
    const piece = text.slice(start, Math.min(text.length, start + length));
    const isCut = start + piece.length < text.length && isHighSurrogate(piece.charCodeAt(piece.length - 1));
    const whole = isCut ? piece.slice(0, -1) : piece;
    yield whole;
    start += whole.length;
  }
}

function isHighSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdbff;
}

/** Whether it is worth opening the sheet for this text: it holds something like a link. */
export function holdsLink(text: string): boolean {
  return /[a-z][a-z\d+.-]*:\/\/|\bwww\.|\bdata:image\//i.test(text);
}

/**
 * Chooses the form that is read; null where none holds a link. The plain text goes first: cells of a spreadsheet are a
 * table in it. A selection of a web page has its links in the HTML alone.
 */
export function textToRead({ plain, html, uriList }: Offered): string | null {
  return [plain, uriList, html].find(holdsLink) ?? null;
}

/** Puts a text behind another one, as lines of its own. */
export function joinTexts(before: string, after: string): string {
  return before === '' ? after : `${before.replace(/\n?$/, '\n')}${after}`;
}

const isAsDetected = (reading: DraftReading): boolean =>
  Object.entries(AS_DETECTED).every(([name, value]) => reading[name as keyof DraftReading] === value);

/**
 * Reads a text into a draft of its own; null, and no draft, when it is no longer wanted. `onPiece` hears how much is
 * read, 0–1.
 */
export async function feedDraft(
  client: Client,
  text: LongText,
  options: {
    readonly listName: string | null;
    readonly reading: DraftReading;
    readonly isWanted: () => boolean;
    readonly onPiece: (fraction: number) => void;
  },
): Promise<DraftSummary | null> {
  const { draftId } = await client.openDraft({ listName: options.listName });
  if (!isAsDetected(options.reading)) await client.readDraftAs({ draftId, reading: options.reading });
  let fed = 0;
  for (const piece of toPieces(text)) {
    if (!options.isWanted()) break;
    await client.appendDraft({ draftId, text: piece });
    fed += piece.length;
    if (options.isWanted()) options.onPiece(fed / text.length);
  }
  const summary = await client.endDraft({ draftId });
  if (options.isWanted()) return summary;
  await client.closeDraft({ draftId });
  return null;
}
