/** Written into the header of the database, so that another program's file is not taken for ours ("PIXH"). */
export const APPLICATION_ID = 0x50495848;

const FIRST = `
  CREATE TABLE meta (name TEXT PRIMARY KEY, value) WITHOUT ROWID;
  CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

  CREATE TABLE batches (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL,
    folder TEXT NOT NULL,
    options TEXT NOT NULL DEFAULT '{}',
    created_at INTEGER NOT NULL,
    is_loading INTEGER NOT NULL DEFAULT 1,
    is_paused INTEGER NOT NULL DEFAULT 0,
    -- Whether ids ascend with line and part, so that the list order needs no sorting.
    is_in_order INTEGER NOT NULL DEFAULT 1,
    problem TEXT,
    -- JSON: one number for each state in the order of their codes, then the truncated ones; always true of the rows.
    counts TEXT NOT NULL DEFAULT '[0,0,0,0,0,0,0,0]',
    last_line INTEGER NOT NULL DEFAULT 0,
    last_part INTEGER NOT NULL DEFAULT 0,
    -- The undo id of its removal; 0 while it is on the list.
    removed INTEGER NOT NULL DEFAULT 0
  );
  -- The ids of a batch's rows: one run, and another for each time that rows were added after other batches came.
  CREATE TABLE segments (
    first_task_id INTEGER PRIMARY KEY,
    last_task_id INTEGER NOT NULL,
    batch_id INTEGER NOT NULL
  );
  -- Rows taken off the list, as runs of ids: a million rows leave with one row here. undo_id 0: purged, a gap.
  CREATE TABLE removals (
    first_task_id INTEGER PRIMARY KEY,
    last_task_id INTEGER NOT NULL,
    undo_id INTEGER NOT NULL
  );

  CREATE TABLE hosts (
    id INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    limits TEXT,
    rules TEXT
  );

  -- No secondary index on what every row has: loading a million rows would pay for it several times over.
  CREATE TABLE tasks (
    id INTEGER PRIMARY KEY,
    batch_id INTEGER NOT NULL,
    line INTEGER NOT NULL,
    part INTEGER NOT NULL,
    host_id INTEGER NOT NULL,
    state INTEGER NOT NULL,
    is_paused INTEGER NOT NULL DEFAULT 0,
    attempts INTEGER NOT NULL DEFAULT 0,
    wait_until INTEGER,
    integrity TEXT,
    skip TEXT,
    failure_code TEXT,
    failure_facts TEXT,
    duplicate_of_line INTEGER,
    bytes INTEGER,
    width INTEGER,
    height INTEGER,
    frames INTEGER,
    format TEXT,
    stem TEXT NOT NULL,
    declared_extension TEXT,
    url TEXT NOT NULL,
    file TEXT,
    thumbnail TEXT,
    sha256 BLOB,
    final_url TEXT,
    content_type TEXT,
    etag TEXT,
    last_modified TEXT,
    robots_tag TEXT,
    colour TEXT,
    taken_at TEXT,
    camera_model TEXT,
    dhash TEXT,
    part_bytes INTEGER,
    part_total_bytes INTEGER,
    part_etag TEXT,
    part_last_modified TEXT,
    part_date TEXT,
    started_at INTEGER,
    finished_at INTEGER,
    columns TEXT
  );
  CREATE INDEX tasks_saving ON tasks (id) WHERE state = 2;
  CREATE INDEX tasks_with_part ON tasks (id) WHERE part_bytes IS NOT NULL;

  CREATE TABLE attempts (
    task_id INTEGER NOT NULL,
    -- Counts on through retries, where the number starts again.
    sequence INTEGER NOT NULL,
    number INTEGER NOT NULL,
    started_at INTEGER NOT NULL,
    ended_at INTEGER NOT NULL,
    http_status INTEGER,
    failure_code TEXT,
    failure_facts TEXT,
    received_bytes INTEGER NOT NULL,
    timeline TEXT NOT NULL,
    PRIMARY KEY (task_id, sequence)
  ) WITHOUT ROWID;

  CREATE TABLE images (
    sha256 BLOB PRIMARY KEY,
    dhash TEXT,
    bytes INTEGER NOT NULL,
    width INTEGER,
    height INTEGER,
    format TEXT
  ) WITHOUT ROWID;
  CREATE TABLE history (
    url_hash BLOB PRIMARY KEY,
    content_hash BLOB NOT NULL,
    folder TEXT NOT NULL,
    file TEXT NOT NULL,
    etag TEXT,
    last_modified TEXT,
    saved_at INTEGER NOT NULL
  ) WITHOUT ROWID;
  -- What this session called done: checked against the disk if it ends uncleanly, else forgotten.
  CREATE TABLE session_done (task_id INTEGER PRIMARY KEY);
`;

/** What known files need; the index holds only rows that wait for the bytes of another row. */
const SECOND = `
  ALTER TABLE history ADD COLUMN bytes INTEGER;
  ALTER TABLE history ADD COLUMN task_id INTEGER;
  CREATE INDEX tasks_copies ON tasks (batch_id, duplicate_of_line)
    WHERE duplicate_of_line IS NOT NULL AND skip IS NULL AND state <= 1;
`;

/** Each takes the database from the version of its index to the next; they are only ever added to. */
export const MIGRATIONS: readonly string[] = [FIRST, SECOND];
