import { IMAGE_FORMATS } from '#contract/model.ts';
import { cutBytes, NUMBERABLE_BYTES } from './name-text.ts';
import { sanitiseSegment } from './names.ts';

/** Deepest folder, and longest path of folders in bytes: far below what any system takes for a whole path. */
const MOST_FOLDERS = 16;
const FOLDERS_BYTES = 1024;
const DRIVE = /^[a-z]:$/i;
/** How Windows marks a path that may be long, of a drive or (`UNC`) of a server. */
const LONG_PATH = /^\\\\[?.]\\(?:UNC\\)?/i;
const ONLY_DOTS = /^[\s.]*$/u;
const LIKE_A_FILE = new RegExp(`\\.(?:${IMAGE_FORMATS.join('|')})$`, 'i');

/** The parts of a path as a person wrote it: without those that lead up, to a root or to a drive. */
export function partsOf(path: string): readonly string[] {
  return path
    .replace(LONG_PATH, '')
    .split(/[/\\]/)
    .filter((part) => !ONLY_DOTS.test(part) && !DRIVE.test(part.trim()));
}

function safeFolder(text: string): string {
  const folder = sanitiseSegment(text);
  // So that no folder of ours can stand where a file of ours goes.
  return LIKE_A_FILE.test(folder) ? `${folder}_` : folder;
}

/**
 * Makes folder names and a file name (without extension) a relative path with `/` that every system takes: each part
 * is safe by itself, empty ones vanish, and the whole stays short. Null when no file name is left.
 */
export function safePath(folders: readonly string[], file: string): string | null {
  const stem = sanitiseSegment(file);
  if (stem === '') return null;
  if (folders.length === 0) return stem;
  const safe = folders
    .map(safeFolder)
    .filter((folder) => folder !== '')
    .slice(0, MOST_FOLDERS);
  const isShort = Buffer.byteLength(safe.join('/')) <= FOLDERS_BYTES;
  const limit = Math.floor(FOLDERS_BYTES / safe.length) - 1;
  const fitting = isShort ? safe : safe.map((folder) => safeFolder(cutBytes(folder, limit - 1)));
  return [...fitting, stem].join('/');
}

/** Puts a suffix behind a path's last part, cut so that what the suffix says is never cut off later. */
export function withSuffix(path: string, suffix: string): string {
  if (suffix === '') return path;
  const end = path.lastIndexOf('/') + 1;
  const stem = cutBytes(path.slice(end), NUMBERABLE_BYTES - Buffer.byteLength(suffix));
  return path.slice(0, end) + stem.replace(/[\s.]+$/u, '') + suffix;
}
