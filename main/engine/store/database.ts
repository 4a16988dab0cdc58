import { randomBytes } from 'node:crypto';
import { accessSync, constants, existsSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Failure } from '#contract/failures.ts';
import type { StoreOpenFailure } from '#contract/worker-messages.ts';
import { APPLICATION_ID, MIGRATIONS } from './schema.ts';

const DATABASE_FILE = 'pixhaul.sqlite';
const LOCK_FILE = 'lock.sqlite';
// https://www.sqlite.org/rescode.html
const SQLITE_PERM = 3;
const SQLITE_BUSY = 5;
const SQLITE_READONLY = 8;
const SQLITE_IOERR = 10;
const SQLITE_CORRUPT = 11;
const SQLITE_FULL = 13;
const SQLITE_CANTOPEN = 14;
const SQLITE_NOTADB = 26;

export interface OpenedDatabase {
  readonly db: DatabaseSync;
  /** Where an unreadable database was kept; null when there was none. */
  readonly setAside: string | null;
  /** Gives the state folder free for another program. */
  unlock(): void;
}

export type DatabaseOpening =
  | { readonly ok: true; readonly value: OpenedDatabase }
  | { readonly ok: false; readonly reason: StoreOpenFailure; readonly detail: string };

/** The primary result code of an error of SQLite; null for any other error. */
function sqliteCode(error: unknown): number | null {
  const code = (error as { errcode?: unknown } | null)?.errcode;
  return typeof code === 'number' ? code & 0xff : null;
}

/** What hinders writing, where it is an obstacle of this machine; throws anything else again, since that is a bug. */
export function toWriteFailure(error: unknown): Failure {
  switch (sqliteCode(error)) {
    case SQLITE_FULL:
      return { code: 'disk-full' };
    case SQLITE_READONLY:
      return { code: 'read-only' };
    case SQLITE_PERM:
    case SQLITE_CANTOPEN:
      return { code: 'no-access' };
    case SQLITE_IOERR:
      return { code: 'disk-error' };
    default:
      throw error;
  }
}

/** The path of the database in a state folder. */
export function databasePath(stateFolder: string): string {
  return path.join(stateFolder, DATABASE_FILE);
}

/**
 * Opens or creates the database of a state folder for its one writer. The lock is a transaction on a file of its own,
 * which the system ends with the process, so that a kill leaves none. An unreadable database is kept beside, never
 * deleted; one of a newer version is left as it is.
 */
export function openDatabase(stateFolder: string): DatabaseOpening {
  let unlock: (() => void) | null = null;
  try {
    mkdirSync(stateFolder, { recursive: true });
    unlock = lock(path.join(stateFolder, LOCK_FILE));
    if (unlock === null) return { ok: false, reason: 'in-use', detail: stateFolder };
    const opening = openOrSetAside(stateFolder);
    if (!opening.ok) unlock();
    return opening.ok ? { ok: true, value: { ...opening.value, unlock } } : opening;
  } catch (error) {
    unlock?.();
    return { ok: false, reason: toOpenFailure(error, stateFolder), detail: String(error) };
  }
}

function lock(file: string): (() => void) | null {
  const connection = new DatabaseSync(file, { timeout: 0 });
  try {
    connection.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    connection.close();
    if (sqliteCode(error) === SQLITE_BUSY) return null;
    if (!isUnreadable(error)) throw error;
    // Nobody can hold a lock on a file that is no database: it is remade.
    rmSync(file);
    return lock(file);
  }
  return () => connection.close();
}

const isUnreadable = (error: unknown): boolean => {
  const code = sqliteCode(error);
  return code === SQLITE_NOTADB || code === SQLITE_CORRUPT;
};

type Opening =
  | { readonly ok: true; readonly value: Omit<OpenedDatabase, 'unlock'> }
  | { readonly ok: false; readonly reason: StoreOpenFailure; readonly detail: string };

function openOrSetAside(stateFolder: string): Opening {
  const file = databasePath(stateFolder);
  const first = tryOpen(file);
  if (first === 'newer') return { ok: false, reason: 'newer-version', detail: file };
  if (first !== 'unreadable') return { ok: true, value: { db: first, setAside: null } };
  const setAside = keepAside(file);
  const second = tryOpen(file);
  if (typeof second === 'string') return { ok: false, reason: 'unreadable', detail: file };
  return { ok: true, value: { db: second, setAside } };
}

function keepAside(file: string): string {
  let number = 1;
  while (existsSync(`${file}.unreadable-${number}`)) number += 1;
  const aside = `${file}.unreadable-${number}`;
  renameSync(file, aside);
  // The log belongs to the database: whoever repairs the one needs the other under the name that fits.
  if (existsSync(`${file}-wal`)) renameSync(`${file}-wal`, `${aside}-wal`);
  rmSync(`${file}-shm`, { force: true });
  return aside;
}

function tryOpen(file: string): DatabaseSync | 'unreadable' | 'newer' {
  const db = new DatabaseSync(file, { timeout: 5000, enableForeignKeyConstraints: false });
  try {
    const judged = judge(db);
    if (judged === 'ours') {
      prepare(db);
      return db;
    }
    db.close();
    return judged;
  } catch (error) {
    db.close();
    if (isUnreadable(error)) return 'unreadable';
    throw error;
  }
}

function pragma(db: DatabaseSync, name: string): number {
  return Number(Object.values(db.prepare(`PRAGMA ${name}`).get() ?? {})[0]);
}

function judge(db: DatabaseSync): 'ours' | 'unreadable' | 'newer' {
  const tables = Number(db.prepare('SELECT count(*) AS n FROM sqlite_master').get()?.n);
  if (tables === 0) return 'ours';
  if (pragma(db, 'application_id') !== APPLICATION_ID) return 'unreadable';
  if (pragma(db, 'user_version') > MIGRATIONS.length) return 'newer';
  // Reads the small tables that everything hangs on, so that damage shows now.
  for (const table of ['meta', 'batches', 'segments', 'removals']) db.prepare(`SELECT * FROM ${table}`).all();
  return 'ours';
}

function prepare(db: DatabaseSync): void {
  db.exec(`
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = FULL;
    PRAGMA wal_autocheckpoint = 4000;
    PRAGMA journal_size_limit = 67108864;
    PRAGMA cache_size = -16000;
    PRAGMA temp_store = MEMORY;
  `);
  const version = pragma(db, 'user_version');
  if (version === MIGRATIONS.length) return;
  db.exec('BEGIN IMMEDIATE');
  try {
    for (const migration of MIGRATIONS.slice(version)) db.exec(migration);
    const storeId = randomBytes(4).toString('hex');
    db.prepare(`INSERT OR IGNORE INTO meta VALUES ('store-id', ?)`).run(storeId);
    db.exec(`PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = ${MIGRATIONS.length}; COMMIT`);
  } catch (error) {
    if (db.isTransaction) db.exec('ROLLBACK');
    throw error;
  }
}

const ERRNO_REASONS: Readonly<Record<string, StoreOpenFailure>> = {
  ENOSPC: 'disk-full',
  EDQUOT: 'disk-full',
  EROFS: 'read-only',
};

function toOpenFailure(error: unknown, stateFolder: string): StoreOpenFailure {
  const errno = (error as NodeJS.ErrnoException).code ?? '';
  const code = sqliteCode(error);
  if (code === null && !/^E[A-Z]+$/.test(errno)) throw error;
  if (ERRNO_REASONS[errno]) return ERRNO_REASONS[errno];
  if (code === SQLITE_FULL) return 'disk-full';
  if (code === SQLITE_BUSY) return 'in-use';
  return code === SQLITE_READONLY || code === SQLITE_CANTOPEN ? folderObstacle(stateFolder) : 'no-access';
}

/** SQLite says only that it cannot open a file; the system says why. */
function folderObstacle(stateFolder: string): StoreOpenFailure {
  const files = [stateFolder, path.join(stateFolder, LOCK_FILE), databasePath(stateFolder)];
  for (const file of files) {
    if (!statSync(file, { throwIfNoEntry: false })) continue;
    try {
      accessSync(file, constants.W_OK);
    } catch (error) {
      return (error as NodeJS.ErrnoException).code === 'EROFS' ? 'read-only' : 'no-access';
    }
  }
  return 'no-access';
}
