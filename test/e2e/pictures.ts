import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { ImageServer } from '../support/image-server.ts';
import { makePicture } from '../support/pictures.ts';

/** Serves a picture of its own bytes at each path; answers their links and bytes in the same order. */
export async function servePictures(
  server: ImageServer,
  paths: readonly string[],
): Promise<readonly { readonly url: string; readonly bytes: Buffer }[]> {
  return Promise.all(
    paths.map(async (pathname, at) => {
      const bytes = await makePicture({ seed: at + 1, width: 320, height: 200 + at });
      server.answer(pathname.split('?')[0] ?? '', (_request, response) => {
        response.writeHead(200, { 'content-type': 'image/jpeg', 'content-length': bytes.length }).end(bytes);
      });
      return { url: server.url(pathname), bytes };
    }),
  );
}

let base: Promise<Buffer> | undefined;

/** A small picture that differs from all others in a comment: thousands of them cost nothing to make. */
export async function numberedPicture(number: number): Promise<Buffer> {
  base ??= makePicture({ seed: 7, width: 24, height: 16 });
  const picture = await base;
  const text = Buffer.from(`picture ${number}`);
  const comment = Buffer.concat([Buffer.from([0xff, 0xfe, 0, text.length + 2]), text]);
  return Buffer.concat([picture.subarray(0, 2), comment, picture.subarray(2)]);
}

/** All files below a folder with their bytes, by path inside it; empty when there is no such folder. */
export async function filesIn(folder: string): Promise<ReadonlyMap<string, Buffer>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name));
  const read = files.map(async (file) => [path.relative(folder, file), await readFile(file)] as const);
  return new Map(await Promise.all(read));
}

/** The same, by file name alone. */
export async function filesByName(folder: string): Promise<ReadonlyMap<string, Buffer>> {
  return new Map([...(await filesIn(folder))].map(([file, bytes]) => [path.basename(file), bytes]));
}
