import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { linksOfCell } from '../../../../main/engine/lists/cell-links.ts';

const textsOf = (cell: string, baseUrl: string | null = null) =>
  linksOfCell(cell, baseUrl).map(({ text }) => text);

describe('links of a cell', () => {
  test.each([
    ['https://x.com/a.jpg|https://x.com/b.jpg', 2],
    ['https://x.com/a.jpg, https://x.com/b.jpg', 2],
    ['https://x.com/a.jpg;https://x.com/b.jpg;', 2],
    ['https://x.com/a.jpg https://x.com/b.jpg', 2],
    ['https://x.com/a.jpg\r\nhttps://x.com/b.jpg', 2],
    ['https://x.com/a.jpg，https://x.com/b.jpg', 2],
    ['https://x.com/w_300,h_200/a.jpg,https://x.com/w_300,h_200/b.jpg', 2],
    ['https://x.com/a?a=1;b=2;https://x.com/b?a=1;b=2', 2],
    ['https://x.com/fetch/w_1,h_2/https://y.com/a.jpg', 1],
    ['https://x.com/a(1).jpg', 1],
    ['https://x.com/a|b.jpg', 1],
    ['data:image/png;base64,//8AAA==', 1],
    ['//cdn.x.com/a.jpg,//cdn.x.com/b.jpg', 2],
    ['front: https://x.com/a.jpg (back: https://x.com/b.jpg)', 2],
    ['=IMAGE("https://x.com/a.jpg";4)', 1],
    ['<img src="https://x.com/a.jpg">', 1],
    ['N/A', 0],
    ['', 0],
  ])('%j holds %i', (cell, count) => {
    expect(textsOf(cell)).toHaveLength(count);
  });

  test('stay whole with commas, semicolons and bars in them', () => {
    const url = fc
      .string({
        unit: fc.constantFrom('a', '1', '_', ',', ';', '|', '/', '-', '.', '=', '%20', '~'),
        maxLength: 20,
      })
      .map((path) => `https://x.com/${path}z`);
    const separator = fc.constantFrom('|', ',', ', ', ';', ' | ', '\n', ' ', '\r\n', ';\n');
    fc.assert(
      fc.property(fc.array(url, { minLength: 1, maxLength: 5 }), separator, (urls, between) => {
        expect(textsOf(urls.join(between))).toEqual(urls);
      }),
    );
  });

  test('are paths below the base where shops leave their server out', () => {
    const base = 'https://shop.example/media/catalog/product';
    expect(textsOf('/m/b/1.jpg,/m/b/2.jpg', base)).toEqual([`${base}/m/b/1.jpg`, `${base}/m/b/2.jpg`]);
    expect(linksOfCell('/m/b/1.jpg', null)).toEqual([
      { kind: 'unusable', reason: 'relative', text: '/m/b/1.jpg' },
    ]);
  });

  test('are found at once in a cell made to be slow', () => {
    for (const mark of [',', ' ', '|', '"', '<', 'http://', '//', '(']) {
      const before = process.threadCpuUsage();
      textsOf(`https://x.com/${mark.repeat(30_000)}x`);
      expect(process.threadCpuUsage(before).user / 1000).toBeLessThan(2000);
    }
  });
});
