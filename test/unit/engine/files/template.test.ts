import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Template } from '../../../../main/engine/files/template.ts';
import { parseTemplate } from '../../../../main/engine/files/template.ts';
import type { NameValues } from '../../../../main/engine/files/template-variables.ts';

const COLUMNS = ['SKU', 'Name with blanks', 'Price | EUR', 'sku', 'Größe'];
const values: NameValues = {
  line: 7,
  part: 2,
  url: 'https://img.shop.example.co.uk:8443/a/b%2Fc/photo%20one.jpg?id=42&file=x%2Fy.png&empty=',
  facts: { cells: ['A-1', 'Red shirt', '9,90', 'lower', 'groß'], groups: ['001', 'b'] },
  name: 'photo one',
  batchName: 'Spring / Summer',
  createdAt: new Date(2026, 2, 5, 14, 7, 9).getTime(),
  columns: COLUMNS,
  picture: { sha256: 'abcdef0123456789'.repeat(4), width: 800, height: 600, format: 'webp' },
};

function parsed(text: string, columns: readonly string[] | null = COLUMNS): Template {
  const template = parseTemplate(text, columns);
  if (!template.ok) throw new Error(`${template.failure.code} at ${template.failure.offset}`);
  return template.value;
}
const render = (text: string, change: Partial<NameValues> = {}) =>
  parsed(text)
    .render({ ...values, ...change })
    .join('/');
const problemOf = (text: string, columns: readonly string[] | null = COLUMNS) => {
  const template = parseTemplate(text, columns);
  if (template.ok) throw new Error('There is no problem');
  return template.failure;
};

describe('a template', () => {
  test.each([
    ['{index:04}', '0007'],
    ['{index}', '7'],
    ['{name}', 'photo one'],
    ['{n}', '2'],
    ['{n:02}', '02'],
    ['{host}', 'img.shop.example.co.uk'],
    ['{domain}', 'example.co.uk'],
    ['{path[1]}', 'a'],
    ['{path[2]}', 'b_c'],
    ['{path[-1]}', 'photo one'],
    ['{path[-2]}', 'b_c'],
    ['x{path[9]}', 'x'],
    ['{query.id}', '42'],
    ['{query.file}', 'x_y'],
    ['x{query.nothing}', 'x'],
    ['{date}', '2026-03-05'],
    ['{date:YYYY-MM-DD}', '2026-03-05'],
    ['{date:YYMMDD_HHmmss}', '260305_140709'],
    ['{date:YYYY/MM}/{name}', '2026/03/photo one'],
    ['{batch}', 'Spring _ Summer'],
    ['{g1}-{g2}-{g3}', '001-b-'],
    ['{col.SKU}', 'A-1'],
    ['{col.sku}', 'lower'],
    ['{col.name WITH blanks}', 'Red shirt'],
    ['{col.Price \\| EUR}', '9,90'],
    ['{col.GRÖßE}', 'groß'],
    ['{sha256[:8]}', 'abcdef01'],
    ['{sha256[4:8]}', 'ef01'],
    ['{sha256}', 'abcdef0123456789'.repeat(4)],
    ['{width}x{height}', '800x600'],
    ['{width:05}', '00800'],
    ['{{{name}}}', '{photo one}'],
    ['a{{b}}', 'a{b}'],
    ['{domain}/{date:YYYY}/{name}', 'example.co.uk/2026/photo one'],
    ['{INDEX}_{ name }', '7_photo one'],
  ])('%s gives %s', (template, name) => {
    expect(render(template)).toBe(name);
  });

  test.each([
    ['{name|slug}', 'Ünïcode: Größe (2)', 'unicode-große-2'],
    ['{name|slug}', '红色 衬衫 / 大', '红色-衬衫-大'],
    ['{name|slug}', 'かが バ', 'かが-バ'],
    ['{name|upper}', 'abc', 'ABC'],
    ['{name|lower}', 'ABC', 'abc'],
    ['{name|pad:4}', '7', '0007'],
    ['{name|pad:4}', '', ''],
    ['{name|max:3}', 'abcdef', 'abc'],
    ['{name|max:2}', '👨‍👩‍👧👨‍👩‍👧👨‍👩‍👧', '👨‍👩‍👧👨‍👩‍👧'],
    ['{name|replace: :_}', 'a b c', 'a_b_c'],
    ['{name|replace:$&:-}', 'a$&b', 'a-b'],
    ['{name|replace:-:}', 'a-b-c', 'abc'],
    ['{name|replace:\\::\\|}', 'a:b', 'a|b'],
    ['{name|replace:/:-}', 'a/b', 'a-b'],
    ['{name|default:none}', '  ', 'none'],
    ['{name|replace:x:|default:none|upper}', 'x', 'NONE'],
    ['{name}', 'a/b\\c', 'a_b_c'],
  ])('%s makes of %j %j', (template, name, result) => {
    expect(render(template, { name })).toBe(result);
  });

  test.each(['{name}.{ext}', '{name}.jpg', '{name}.JPEG', '{name}{ext}', '{name}.{ext|lower}'])(
    '%s leaves the extension to the picture',
    (template) => {
      expect(render(template)).toBe('photo one');
      expect(parsed(template).lateVariables).toEqual([]);
    },
  );

  test('tells which variables wait for the picture, and shows them as themselves until then', () => {
    const template = parsed('{ext}/{name}-{sha256[:8]|upper}-{width|pad:6}x{width}');
    expect(template.lateVariables).toEqual(['ext', 'sha256', 'width']);
    expect(template.render({ ...values, picture: null })).toEqual(['ext', 'photo one-sha256-widthxwidth']);
    expect(template.render(values)).toEqual(['webp', 'photo one-ABCDEF01-000800x800']);
    expect(render('{name}-{width}', { picture: { ...values.picture, width: null } as never })).toBe(
      'photo one-',
    );
  });

  test('knows whether it tells lines or pictures apart', () => {
    expect(parsed('{index:04}-{name}').tellsLinesApart).toBe(true);
    expect(parsed('{index|max:1}').tellsLinesApart).toBe(false);
    expect(parsed('{sha256[:8]}').tellsPicturesApart).toBe(true);
    expect(parsed('{sha256}').tellsPicturesApart).toBe(true);
    expect(parsed('{sha256[:6]}').tellsPicturesApart).toBe(false);
    expect(parsed('{sha256[60:]}').tellsPicturesApart).toBe(false);
    expect(parsed('{name}.{ext}').isDefault).toBe(true);
    expect(parsed('{name|slug}').isDefault).toBe(false);
    expect(parsed('{name}/{name}').isDefault).toBe(false);
  });
});

describe('a problem of a template', () => {
  test.each([
    ['{indx}', 'unknown-variable', 'indx', 1, 'index'],
    ['a/{ naem }', 'unknown-variable', 'naem', 4, 'name'],
    ['{col.SKO}', 'unknown-variable', 'col.SKO', 1, 'col.SKU'],
    ['{Größe}', 'unknown-variable', 'Größe', 1, 'col.Größe'],
    ['{}', 'unknown-variable', '', 1, null],
    ['{qwertyuiop}', 'unknown-variable', 'qwertyuiop', 1, null],
    ['{name|slugg}', 'unknown-filter', 'slugg', 6, 'slug'],
    ['{name|max}', 'bad-argument', 'max', 6, null],
    ['{name|max:0}', 'bad-argument', 'max:0', 6, null],
    ['{name|replace:a}', 'bad-argument', 'replace:a', 6, null],
    ['{path}', 'bad-argument', 'path', 1, 'path[1]'],
    ['{path[0]}', 'bad-argument', 'path[0]', 1, 'path[1]'],
    ['{path.x}', 'bad-argument', 'path.x', 1, 'path[1]'],
    ['{sha256[8:8]}', 'bad-argument', 'sha256[8:8]', 1, 'sha256[:8]'],
    ['{date:quarter}', 'bad-argument', 'date:quarter', 1, 'date:YYYY-MM-DD'],
    ['{name:04}', 'bad-argument', 'name:04', 1, 'name'],
    ['{name', 'unclosed', '{name', 0, null],
    ['{na{n}', 'unclosed', '{na{n}', 0, null],
    ['name}', 'unclosed', '}', 4, null],
    ['', 'empty', '', 0, 'name'],
    [' / ', 'empty', ' / ', 0, 'name'],
    ['../..', 'empty', '../..', 0, 'name'],
  ])('%s is %s', (template, code, text, offset, nearest) => {
    expect(problemOf(template)).toEqual({ code, text, offset, nearest });
  });

  test('a column is missed only where the columns are known', () => {
    expect(problemOf('{col.sku}', []).code).toBe('unknown-variable');
    expect(parseTemplate('{col.sku}').ok).toBe(true);
  });

  test('a template has an end', () => {
    expect(problemOf('x'.repeat(513))).toMatchObject({ code: 'too-long', offset: 512 });
    expect(parseTemplate('x'.repeat(512)).ok).toBe(true);
  });

  test('any text is a template or has a problem that lies in it', () => {
    const piece = fc.constantFrom(
      '{',
      '}',
      '|',
      ':',
      '\\',
      '/',
      'name',
      'col.',
      'path[',
      ']',
      'max',
      '1',
      'é',
      '{n}',
      '.',
    );
    const text = fc.oneof(
      fc.string(),
      fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join('')),
    );
    fc.assert(
      fc.property(text, (template) => {
        const result = parseTemplate(template, COLUMNS);
        if (result.ok) expect(result.value.render(values).every((part) => !part.includes('/'))).toBe(true);
        else
          expect(
            template.slice(result.failure.offset, result.failure.offset + result.failure.text.length),
          ).toBe(result.failure.text);
      }),
      { numRuns: 3000 },
    );
  });
});
