import fs from 'node:fs';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { toIcns, toIco } from '../../../scripts/icons.mjs';
import { inProject } from '../../../scripts/project.mjs';

const small = Buffer.from('small picture');
const large = Buffer.from('a larger picture');

test('a Windows icon points at each of its pictures', () => {
  const ico = toIco([
    { size: 16, png: small },
    { size: 256, png: large },
  ]);
  expect(ico.readUInt16LE(4)).toBe(2);
  const pictures = [0, 1].map((index) => {
    const entry = 6 + 16 * index;
    const start = ico.readUInt32LE(entry + 12);
    return { width: ico.readUInt8(entry), png: ico.subarray(start, start + ico.readUInt32LE(entry + 8)) };
  });
  expect(pictures).toEqual([
    { width: 16, png: small },
    { width: 0, png: large },
  ]);
});

test('an Apple icon holds each picture under its type and says its own length', () => {
  const icns = toIcns([
    { type: 'icp4', png: small },
    { type: 'ic08', png: large },
  ]);
  expect(icns.toString('latin1', 0, 4)).toBe('icns');
  expect(icns.readUInt32BE(4)).toBe(icns.length);
  expect(icns.toString('latin1', 8, 12)).toBe('icp4');
  expect(icns.readUInt32BE(12)).toBe(8 + small.length);
  expect(icns.subarray(-large.length)).toEqual(large);
});

test('every committed icon is a square of the size in its name', async () => {
  const folder = inProject('assets', 'icons');
  for (const file of fs.readdirSync(folder)) {
    const { format, width, height } = await sharp(inProject('assets', 'icons', file)).metadata();
    expect(`${width}x${height}.${format}`).toBe(file);
  }
});
