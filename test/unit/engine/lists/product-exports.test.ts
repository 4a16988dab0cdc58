import { describe, expect, test } from 'vitest';
import type { MakeReader } from '../../../../main/engine/lists/list-reader.ts';
import { readSheet, readTable } from '../../../../main/engine/lists/table-reader.ts';
import { xlsxToText } from '../../../../main/engine/lists/xlsx.ts';
import type { ProductExport } from '../../../support/product-exports.ts';
import { PRODUCT_EXPORTS } from '../../../support/product-exports.ts';
import type { Recorded } from '../../../support/record-reader.ts';
import { recordReader } from '../../../support/record-reader.ts';
import { workbookOf } from '../../../support/workbooks.ts';

async function read({ content }: ProductExport): Promise<Recorded> {
  if (typeof content === 'string') return recordReader(readTable, [content]);
  const text = xlsxToText(await workbookOf(content), null);
  if (!text.ok) throw new Error(text.failure);
  return recordReader(readSheet as MakeReader, [...text.value.pieces]);
}

const columnsOf = ({ table }: Recorded, role: string) =>
  table?.columns.filter((column) => column.role === role).map(({ name }) => name) ?? [];

describe('product exports', () => {
  test.each(PRODUCT_EXPORTS)('$shape is mapped without a click', async (given) => {
    const recorded = await read(given);
    expect(columnsOf(recorded, 'url')).toEqual(given.urls);
    expect(columnsOf(recorded, 'name')).toEqual(given.name === null ? [] : [given.name]);
    if (given.caption !== undefined) expect(columnsOf(recorded, 'caption')).toEqual([given.caption]);
    const links = recorded.entries.filter(({ found }) => found.kind === 'link');
    const first = links.filter(({ line }) => line === links[0]?.line);
    expect(first.map(({ found }) => found.text)).toEqual(given.first);
    expect(first[0]?.facts?.name ?? null).toBe(given.firstName);
    expect(links).toHaveLength(given.links);
    expect(recorded.lines).toBe(given.rows);
  });

  test('there are more than twenty shapes', () => {
    expect(PRODUCT_EXPORTS.length).toBeGreaterThan(20);
  });
});
