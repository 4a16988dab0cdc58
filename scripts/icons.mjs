// node scripts/icons.mjs: renders assets/icon.svg and icon-small.svg into the PNG, .ico and .icns files that installers want.
// The results are committed: electron-builder would download its converters.
import fs from 'node:fs';
import sharp from 'sharp';
import { inProject, isStartedScript } from './project.mjs';

const sizes = [16, 24, 32, 48, 64, 128, 256, 512, 1024];
const icoSizes = [16, 24, 32, 48, 64, 128, 256];

/** Apple's names for PNG pictures of a size; @2x entries hold the same picture as the next size up. */
const icnsTypes = /** @type {const} */ ([
  ['icp4', 16],
  ['icp5', 32],
  ['icp6', 64],
  ['ic07', 128],
  ['ic08', 256],
  ['ic09', 512],
  ['ic10', 1024],
  ['ic11', 32],
  ['ic12', 64],
  ['ic13', 256],
  ['ic14', 512],
]);

/** @typedef {{ size: number, png: Buffer }} Picture */

/**
 * Answers a Windows icon that holds these PNG pictures (at most 256 pixels wide).
 * @param {readonly Picture[]} pictures
 */
export function toIco(pictures) {
  const header = Buffer.alloc(6 + 16 * pictures.length);
  header.writeUInt16LE(1, 2);
  header.writeUInt16LE(pictures.length, 4);
  let offset = header.length;
  pictures.forEach(({ size, png }, index) => {
    const entry = 6 + 16 * index;
    // One byte holds the size: 256 is written as 0.
    header.writeUInt8(size % 256, entry);
    header.writeUInt8(size % 256, entry + 1);
    header.writeUInt16LE(1, entry + 4);
    header.writeUInt16LE(32, entry + 6);
    header.writeUInt32LE(png.length, entry + 8);
    header.writeUInt32LE(offset, entry + 12);
    offset += png.length;
  });
  return Buffer.concat([header, ...pictures.map(({ png }) => png)]);
}

/**
 * Answers an Apple icon that holds these PNG pictures under their type names.
 * @param {readonly { type: string, png: Buffer }[]} pictures
 */
export function toIcns(pictures) {
  const parts = pictures.map(({ type, png }) => icnsPart(type, png));
  return icnsPart('icns', Buffer.concat(parts));
}

/** @param {string} type @param {Buffer} content */
function icnsPart(type, content) {
  const head = Buffer.alloc(8);
  head.write(type, 'latin1');
  head.writeUInt32BE(8 + content.length, 4);
  return Buffer.concat([head, content]);
}

/**
 * Up to 32 pixels a simpler drawing is used: the picture in the large one would be a smudge.
 * @param {number} size
 * @returns {Promise<Buffer>}
 */
function render(size) {
  const isSmall = size <= 32;
  // SVG is drawn at 72 dots an inch: the density makes it at least twice as large as wanted.
  const source = isSmall
    ? sharp(inProject('assets', 'icon-small.svg'), { density: 72 * 8 })
    : sharp(inProject('assets', 'icon.svg'), { density: 144 });
  return source.resize(size, size, { kernel: 'lanczos3' }).png({ compressionLevel: 9 }).toBuffer();
}

async function main() {
  const folder = inProject('assets', 'icons');
  fs.mkdirSync(folder, { recursive: true });
  /** @type {Map<number, Buffer>} */
  const pngs = new Map();
  for (const size of sizes) pngs.set(size, await render(size));
  const pngOf = (/** @type {number} */ size) => pngs.get(size) ?? Buffer.alloc(0);
  for (const [size, png] of pngs) fs.writeFileSync(`${folder}/${size}x${size}.png`, png);
  fs.writeFileSync(
    inProject('assets', 'icon.ico'),
    toIco(icoSizes.map((size) => ({ size, png: pngOf(size) }))),
  );
  const apple = icnsTypes.map(([type, size]) => ({ type, png: pngOf(size) }));
  fs.writeFileSync(inProject('assets', 'icon.icns'), toIcns(apple));
}

if (isStartedScript(import.meta.url)) await main();
