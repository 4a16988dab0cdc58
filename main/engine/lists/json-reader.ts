import { linksOfCell } from './cell-links.ts';
import { findLinks } from './find-links.ts';
import type { Json, JsonObject } from './json-rows.ts';
import { cellsOfObject, isObject, parseJson, stringsOf, wrappedRows } from './json-rows.ts';
import type { JsonPiece } from './json-values.ts';
import { createJsonValues } from './json-values.ts';
import type { MakeReader, ReaderSink } from './list-reader.ts';
import type { ObjectTable } from './object-table.ts';
import { createObjectTable } from './object-table.ts';

const MAX_SHOWN_LENGTH = 4096;

/**
 * Reads JSON and JSON Lines. Objects are rows of a table: those of an array, those that stand one after the other, or
 * those of the array that one object wraps. Of anything else each string is an entry. The manifest of a batch gives its
 * lines with the file, the hash and the columns that they had. Elements that share a line are counted on.
 */
export const readJson: MakeReader = (sink, reading) => {
  const table = createObjectTable(sink, reading);
  let isManifest = false;
  let isFirst = true;
  let lastLine = 0;

  const addValue = (line: number, value: Json, isAlone: boolean) => {
    if (isManifest && isObject(value)) return addManifestLine(table, line, value);
    const rows = isAlone && isObject(value) ? wrappedRows(value) : null;
    if (rows !== null) for (const [at, row] of rows.entries()) table.add(line + at, cellsOfObject(row));
    else if (isObject(value)) table.add(line, cellsOfObject(value));
    else table.after(() => addStrings(sink, line, value));
  };
  /** An object that stands alone may wrap the rows; that is known when the next one does not come. */
  let alone: { readonly line: number; readonly value: Json } | null = null;
  const addAlone = (isAlone: boolean) => {
    if (alone !== null) addValue(alone.line, alone.value, isAlone);
    alone = null;
  };

  const values = createJsonValues((piece) => {
    const line = Math.max(piece.line, lastLine + 1);
    lastLine = line;
    addAlone(false);
    const value = piece.isOverlong ? undefined : parseJson(piece.text);
    if (value === undefined) table.after(() => addBroken(sink, line, piece));
    else if (isFirst && isManifestHead(value)) isManifest = true;
    else if (isFirst && piece.isTopLevel && isObject(value)) alone = { line, value };
    else addValue(line, value, false);
    isFirst = false;
  });
  return {
    push(text) {
      values.push(text);
      table.tell();
    },
    end() {
      values.end();
      addAlone(true);
      table.end();
    },
  };
};

function isManifestHead(value: Json): boolean {
  return isObject(value) && value['type'] === 'batch' && typeof value['version'] === 'number';
}

/** A line of a manifest: its URL, the file it became, and the columns that it came with. */
function addManifestLine(table: ObjectTable, line: number, value: JsonObject): void {
  const text = (name: string) => (typeof value[name] === 'string' ? value[name] : '');
  const columns = value['columns'];
  table.add(line, isObject(columns) ? cellsOfObject(columns) : new Map(), {
    url: text('url'),
    file: text('file'),
    sha256: text('sha256'),
  });
}

function addBroken(sink: ReaderSink, line: number, { text, isOverlong }: JsonPiece): void {
  sink.line();
  const shown = text.slice(0, MAX_SHOWN_LENGTH);
  const found = isOverlong ? [] : findLinks(text);
  for (const link of found) sink.entry(line, link, null);
  if (found.length > 0) return;
  sink.entry(line, { kind: 'unusable', reason: isOverlong ? 'too-long' : 'no-url', text: shown }, null);
}

function addStrings(sink: ReaderSink, line: number, value: Json): void {
  sink.line();
  const found = [...stringsOf(value)].flatMap((text) => linksOfCell(text, null));
  for (const link of found) sink.entry(line, link, null);
  if (found.length > 0) return;
  const text = JSON.stringify(value).slice(0, MAX_SHOWN_LENGTH);
  sink.entry(line, { kind: 'unusable', reason: 'no-url', text }, null);
}
