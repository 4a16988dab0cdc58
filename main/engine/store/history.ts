import { hash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { databasePath } from './database.ts';

/** From so many questions on it is cheaper to have all answers in memory. */
const QUESTIONS_BEFORE_READING = 2000;
/** Of a longer history every URL is looked up by itself: 40 bytes a hash would add up. */
const LONGEST_READ = 2_000_000;

/** How soon it is looked whether there is more, and how much rarer than that takes where reading takes long. */
const LOOK_AGAIN_MS = 100;
const READING_SHARE = 20;

const KEYS_PER_READ = 10_000;

interface Known {
  readonly keys: ReadonlySet<number> | null;
  readonly dataVersion: number;
  readonly restMs: number;
  lookAgainAt: number;
}

export interface HistoryReader {
  /** Whether a picture was saved from this URL before (and the store still remembers it). */
  has(url: string): boolean;
  close(): void;
}

const NO_HISTORY: HistoryReader = { has: () => false, close: () => {} };

/**
 * Opens what the store remembers of saved URLs, for reading beside its writer; where there is no store yet, or it
 * cannot be read, nothing is remembered. What is saved
 * meanwhile is seen a little later.
 */
export function openHistory(stateFolder: string): HistoryReader {
  const file = databasePath(stateFolder);
  if (!existsSync(file)) return NO_HISTORY;
  try {
    return readHistory(new DatabaseSync(file, { readOnly: true, timeout: 5000 }));
  } catch {
    return NO_HISTORY;
  }
}

/** 48 bits of a hash: a number that a set holds cheaply. At a million URLs one in 300 histories has one too many. */
const shortKey = (urlHash: string): number => Number.parseInt(urlHash.slice(0, 12), 16);

function readHistory(db: DatabaseSync): HistoryReader {
  const one = db.prepare('SELECT 1 FROM history WHERE url_hash = ?');
  const version = db.prepare('PRAGMA data_version');
  let questions = 0;
  let known: Known | null = null;

  const keys = (): ReadonlySet<number> | null => {
    questions += 1;
    if (questions <= QUESTIONS_BEFORE_READING) return null;
    const now = performance.now();
    if (known && now < known.lookAgainAt) return known.keys;
    const dataVersion = Number(version.get()?.data_version);
    if (known?.dataVersion === dataVersion) {
      known.lookAgainAt = now + known.restMs;
      return known.keys;
    }
    const read = readKeys(db);
    const restMs = Math.max(LOOK_AGAIN_MS, READING_SHARE * (performance.now() - now));
    known = { keys: read, dataVersion, restMs, lookAgainAt: performance.now() + restMs };
    return read;
  };

  return {
    has(url) {
      const read = keys();
      if (read?.size === 0) return false;
      // A text costs a third of a buffer.
      const urlHash = hash('sha256', url, 'hex');
      return read ? read.has(shortKey(urlHash)) : one.get(Buffer.from(urlHash, 'hex')) !== undefined;
    },
    close: () => db.close(),
  };
}

/** Null for a history that is too long to be held. */
function readKeys(db: DatabaseSync): ReadonlySet<number> | null {
  // Text of thousands of hashes at once: a row for each of them takes several times as long.
  const select = db.prepare(
    `SELECT group_concat(hex(substr(url_hash, 1, 6)), '') AS keys, max(url_hash) AS last FROM
       (SELECT url_hash FROM history WHERE url_hash > ? ORDER BY url_hash LIMIT ${KEYS_PER_READ})`,
  );
  const keys = new Set<number>();
  let last: Uint8Array = new Uint8Array(0);
  for (;;) {
    const row = select.get(last);
    if (typeof row?.keys !== 'string' || !(row.last instanceof Uint8Array)) return keys;
    const bytes = Buffer.from(row.keys, 'hex');
    for (let at = 0; at < bytes.length; at += 6) keys.add(bytes.readUIntBE(at, 6));
    if (keys.size > LONGEST_READ) return null;
    last = row.last;
  }
}
