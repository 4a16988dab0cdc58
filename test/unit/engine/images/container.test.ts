import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { IMAGE_FORMATS } from '../../../../contract/model.ts';
import { inspectContainer } from '../../../../main/engine/images/container.ts';
import { sniff } from '../../../../main/engine/images/signature.ts';
import type { Made } from './made-pictures.ts';
import { HEIGHT, makeAll, picture, WIDTH } from './made-pictures.ts';

let all: readonly Made[] = [];
beforeAll(async () => {
  all = await makeAll();
});

const stateOf = ({ format }: Made, bytes: Uint8Array) => inspectContainer(format, bytes).state;

describe('the container of a picture', () => {
  test('is whole as it was made, with its dimensions', () => {
    for (const made of all) {
      expect(sniff(made.bytes), made.name).toEqual({ kind: 'image', format: made.format });
      const found = inspectContainer(made.format, made.bytes);
      expect(found.state, made.name).toBe('whole');
      if (made.format !== 'svg') expect([found.width, found.height], made.name).toEqual([WIDTH, HEIGHT]);
    }
    expect(new Set(all.map(({ format }) => format)).size).toBe(IMAGE_FORMATS.length - 2);
  });

  test('is never whole when it was cut, at whatever byte', () => {
    for (const made of all) {
      // The byte that pads the last chunk of a WebP to an even length is nobody's loss.
      const padding = made.format === 'webp' ? 1 : 0;
      for (let end = 0; end < made.bytes.length - padding; end += 1) {
        const state = stateOf(made, made.bytes.subarray(0, end));
        expect(state === 'cut' || state === 'broken', `${made.name} cut at ${end}: ${state}`).toBe(true);
      }
    }
  });

  test('stays whole with bytes behind its end', () => {
    for (const made of all.filter(({ format }) => ['jpg', 'png', 'gif', 'webp', 'bmp'].includes(format))) {
      expect(stateOf(made, Buffer.concat([made.bytes, Buffer.from('PK\x03\x04 more')])), made.name).toBe(
        'whole',
      );
    }
  });

  test('is read through random damage without a throw and without an endless loop', () => {
    const damage = fc.array(fc.tuple(fc.nat(5000), fc.nat(255)), { maxLength: 40 });
    fc.assert(
      fc.property(fc.nat(all.length - 1), damage, (index, places) => {
        const made = all[index]!;
        const bytes = Uint8Array.from(made.bytes);
        for (const [place, value] of places) bytes[place % bytes.length] = value;
        expect(['whole', 'cut', 'broken']).toContain(stateOf(made, bytes));
      }),
      { numRuns: 2000 },
    );
  });

  test('is read through random bytes after any beginning', () => {
    const property = fc.property(
      fc.constantFrom(...IMAGE_FORMATS),
      fc.nat(all.length - 1),
      fc.nat(60),
      fc.uint8Array({ maxLength: 600 }),
      (format, index, kept, rest) => {
        const bytes = Uint8Array.from([...all[index]!.bytes.subarray(0, kept), ...rest]);
        expect(['whole', 'cut', 'broken']).toContain(inspectContainer(format, bytes).state);
      },
    );
    fc.assert(property, { numRuns: 2000 });
  });
});

describe('files made to be slow', () => {
  const iso = (items: number): Buffer => {
    const entry = Buffer.from([0, 1, 0, 0, 0xff, 0xff]);
    const iloc = Buffer.concat([
      Buffer.from([0, 0, 0, 0, 0, 0, 0xff, 0xff]),
      ...Array.from({ length: items }, () => entry),
    ]);
    const named = (type: string, ...content: readonly Buffer[]): Buffer => {
      const inside = Buffer.concat(content);
      const head = Buffer.alloc(8);
      head.writeUInt32BE(inside.length + 8);
      head.write(type, 4, 'latin1');
      return Buffer.concat([head, inside]);
    };
    return Buffer.concat([
      named('ftyp', Buffer.from('avif\0\0\0\0mif1', 'latin1')),
      named('meta', Buffer.alloc(4), named('hdlr', Buffer.alloc(24)), named('iloc', iloc)),
    ]);
  };
  const tiff = (): Buffer => {
    const bytes = Buffer.alloc(8 + 1000 * 30);
    bytes.write('II*\0', 0, 'latin1');
    bytes.writeUInt32LE(8, 4);
    for (let index = 0; index < 1000; index += 1) {
      const at = 8 + index * 30;
      bytes.writeUInt16LE(2, at);
      bytes.writeUInt16LE(273, at + 2);
      // A type that does not exist, so that its values take no bytes.
      bytes.writeUInt16LE(index % 2 ? 14 : 1, at + 4);
      bytes.writeUInt32LE(index % 2 ? 0xffff_ffff : 29_000, at + 6);
      bytes.writeUInt32LE(8, at + 10);
      bytes.writeUInt32LE(at + 30, at + 26);
    }
    return bytes;
  };

  test.each([
    ['extents without numbers', 'avif', iso(60_000)],
    ['directories that share a list of strips', 'tiff', tiff()],
    ['comments in a header', 'ppm', Buffer.from(`P6 ${'#'.repeat(60_000)}`)],
    ['empty sub-blocks', 'gif', Buffer.concat([Buffer.from('GIF89a0000\0\0\0'), Buffer.alloc(4_000_000, 0)])],
    ['markers only', 'jpg', Buffer.alloc(4_000_000, Buffer.from([0xff, 0xd8]))],
    [
      'tiny chunks',
      'webp',
      Buffer.concat([Buffer.from('RIFF\xff\xff\xff\0WEBPVP8 ', 'latin1'), Buffer.alloc(4_000_000)]),
    ],
  ] as const)('%s', (_, format, bytes) => {
    const started = performance.now();
    inspectContainer(format, bytes);
    expect(performance.now() - started).toBeLessThan(2000);
  });
});

describe('what the container tells', () => {
  test('frames', () => {
    const framesOf = (name: string) => {
      const made = all.find((one) => one.name === name)!;
      return inspectContainer(made.format, made.bytes).frames;
    };
    expect(framesOf('animated gif')).toBe(3);
    expect(framesOf('animated webp')).toBe(3);
    expect(framesOf('jpeg')).toBe(null);
    expect(framesOf('tiff')).toBe(1);
  });

  test('what the decoder must hold of each pixel', () => {
    const heldOf = (name: string) => {
      const made = all.find((one) => one.name === name)!;
      return inspectContainer(made.format, made.bytes).heldBytesPerPixel;
    };
    expect(['jpeg', 'png', 'tiff', 'bmp'].map(heldOf)).toEqual([0, 0, 0, 0]);
    // 4:2:0 has one and a half samples a pixel, two bytes each.
    expect(heldOf('progressive jpeg')).toBe(3.5);
    expect(heldOf('interlaced png')).toBe(3.5);
  });

  test('an EOI inside of an embedded preview is not the end', async () => {
    const preview = await picture(8, 8).jpeg().toBuffer();
    const segment = Buffer.concat([Buffer.from([0xff, 0xe2, 0, 0]), preview]);
    segment.writeUInt16BE(preview.length + 2, 2);
    const outer = await picture().jpeg().toBuffer();
    const whole = Buffer.concat([outer.subarray(0, 2), segment, outer.subarray(2)]);
    expect(inspectContainer('jpg', whole).state).toBe('whole');
    expect(inspectContainer('jpg', whole.subarray(0, -20)).state).toBe('cut');
  });

  test('the loop of a TIFF whose directories name each other ends', async () => {
    const bytes = Buffer.from(await picture().tiff({ compression: 'none' }).toBuffer());
    const at = bytes.readUInt32LE(4);
    bytes.writeUInt32LE(at, at + 2 + bytes.readUInt16LE(at) * 12);
    expect(inspectContainer('tiff', bytes).frames).toBe(1);
  });
});
