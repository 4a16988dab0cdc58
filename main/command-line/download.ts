import { mkdir, realpath } from 'node:fs/promises';
import path from 'node:path';
import type { AddOptions } from '#contract/api.ts';
import { DEFAULT_ADD_OPTIONS } from '#contract/api.ts';
import type { Batch, Collision, DraftSummary, Settings } from '#contract/model.ts';
import { templateProblemWords } from '#contract/words/template-words.ts';
import { failureWords, fill, wordsFor } from '#contract/words/words.ts';
import type { Engine, EngineOptions } from '../engine/engine.ts';
import { startEngine } from '../engine/engine.ts';
import { toFailure } from '../engine/failures.ts';
import { isSaved } from '../engine/files/recover.ts';
import { parseTemplate } from '../engine/files/template.ts';
import { outcomesOf, writeManifest } from '../engine/manifest.ts';
import type { OptionValue } from './arguments.ts';
import { EXIT } from './exit.ts';
import { createNodeHost, stateFolderFor } from './node-host.ts';
import type { Output } from './output.ts';
import { reportTask, watchProgress } from './progress.ts';
import type { Input } from './read-list.ts';
import { readList } from './read-list.ts';
import { reportSummary } from './summary.ts';

export interface DownloadRequest {
  readonly lists: readonly string[];
  readonly options: ReadonlyMap<string, OptionValue>;
  readonly appVersion: string;
  readonly stdin: Input;
  /** Ends the run early; state is kept. */
  readonly interrupted: AbortSignal;
}

/** Runs `pixhaul download` to its end and answers the exit status (BEHAVIOURS §9). */
export async function download(request: DownloadRequest, output: Output): Promise<number> {
  const { lists, options } = request;
  const out = options.get('--out');
  if (lists.length === 0) return complain(output, 'listMissing');
  if (typeof out !== 'string') return complain(output, 'outMissing');
  if (!hasGoodTemplate(options, null, output)) return EXIT.usage;
  const outFolder = await prepareFolder(out, output);
  if (outFolder === null) return EXIT.localFailure;
  const stateFolder = await prepareFolder(stateFolderOption(options, outFolder), output);
  if (stateFolder === null) return EXIT.localFailure;

  const host = createNodeHost({
    stateFolder,
    picturesFolder: outFolder,
    appVersion: request.appVersion,
    log: (level, message, facts) => {
      if (level === 'error') output.sayLine(`${message} ${JSON.stringify(facts ?? {})}`);
    },
  });
  const started = await startEngine(host, engineOptions(options));
  if (!started.ok) {
    const { sentence, cure } = wordsFor(output.language).storeProblems[started.reason];
    output.sayLine(fill(output.language, `${sentence} ${cure}`, { folder: stateFolder }));
    return EXIT.localFailure;
  }
  const { engine } = started;
  try {
    return await runBatch(engine, outFolder, request, output);
  } finally {
    await engine.close();
  }
}

async function runBatch(
  engine: Engine,
  outFolder: string,
  request: DownloadRequest,
  output: Output,
): Promise<number> {
  const { options, interrupted } = request;
  const stopReporting = engine.on('taskEnded', (ended) => reportTask(ended, output));
  const accepting = acceptLists(engine, outFolder, request, output);
  // Long lists and folders take a while; what is left of it then ends with the engine.
  accepting.catch(() => {});
  const batch = await Promise.race([accepting, untilAborted(interrupted)]);
  if (batch === undefined) {
    output.say('stoppedWithState');
    return EXIT.interrupted;
  }
  if (typeof batch === 'number') return batch;
  const stopProgress = watchProgress(engine, batch.batchId, output);
  await Promise.race([
    engine.settled(batch.batchId),
    untilHeld(engine, batch.batchId),
    untilAborted(interrupted),
  ]);
  stopProgress();
  stopReporting();
  const last = await batchNow(engine, batch.batchId);
  const manifest = options.get('--manifest');
  const hasManifest = typeof manifest !== 'string' || (await saveManifest(engine, last, manifest, output));
  const sheet = options.get('--sheet');
  const hasSheet = typeof sheet !== 'string' || (await saveSheet(engine, last, sheet, output));
  if (interrupted.aborted) {
    output.say('stoppedWithState');
    return EXIT.interrupted;
  }
  const problem = last.problem ?? (await engine.getSnapshot({})).totals.stateProblem;
  if (problem) {
    const { sentence, cure } = failureWords(output.language, problem, null);
    output.say('stoppedByProblem', { reason: `${sentence} ${cure}` });
    return EXIT.localFailure;
  }
  await reportSummary(engine, last, output);
  if (!hasManifest || !hasSheet) return EXIT.localFailure;
  const hasCutOff = last.counts.truncated > 0 && !options.has('--accept-truncated');
  return last.counts.failed > 0 || last.counts.canceled > 0 || hasCutOff ? EXIT.someFailed : EXIT.allSaved;
}

/** The batch that the lists have become, or the exit status where there is none. */
async function acceptLists(
  engine: Engine,
  outFolder: string,
  request: DownloadRequest,
  output: Output,
): Promise<Batch | number> {
  const draft = await readLists(engine, request, output);
  if (draft === null) return EXIT.usage;
  const columns = draft.table?.columns.map(({ name }) => name) ?? [];
  if (!hasGoodTemplate(request.options, columns, output)) return EXIT.usage;
  return (await acceptDraft(engine, draft, outFolder, request.options, output)) ?? EXIT.localFailure;
}

function complain(output: Output, key: 'listMissing' | 'outMissing'): number {
  output.say(key);
  return EXIT.usage;
}

async function prepareFolder(folder: string, output: Output): Promise<string | null> {
  try {
    await mkdir(folder, { recursive: true });
    return await realpath(folder);
  } catch (error) {
    const failure = toFailure(error);
    output.say('outNotWritable', { folder, detail: failureWords(output.language, failure, null).short });
    return null;
  }
}

function stateFolderOption(options: DownloadRequest['options'], outFolder: string): string {
  const given = options.get('--state');
  return typeof given === 'string' ? path.resolve(given) : stateFolderFor(outFolder);
}

/** Says what is wrong with the template for names; the columns are null while the list is not read. */
function hasGoodTemplate(
  options: DownloadRequest['options'],
  columns: readonly string[] | null,
  output: Output,
): boolean {
  const parsed = parseTemplate(addOptions(options).template, columns);
  if (!parsed.ok) output.sayLine(templateProblemWords(output.language, parsed.failure));
  return parsed.ok;
}

function addOptions(options: DownloadRequest['options']): AddOptions {
  const template = options.get('--name');
  const collision = options.get('--on-collision');
  return {
    ...DEFAULT_ADD_OPTIONS,
    ...(typeof template === 'string' && { template }),
    ...(typeof collision === 'string' && { collision: collision as Collision }),
  };
}

/** A list that goes on keeps its names: half of its files have them already. */
function tellNames(
  { options: { template, collision } }: Batch,
  options: DownloadRequest['options'],
  output: Output,
): void {
  const wished = addOptions(options);
  const isTold = options.has('--name') || options.has('--on-collision');
  if (isTold && (wished.template !== template || wished.collision !== collision))
    output.say('namesStay', { template, collision });
}

function engineOptions(options: DownloadRequest['options']): EngineOptions {
  const number = (name: string) => options.get(name) as number | undefined;
  const settings: { -readonly [Key in keyof Settings]?: Settings[Key] } = {
    makeThumbnails: !options.has('--no-thumbnails'),
  };
  const jobs = number('--jobs');
  const perHost = number('--per-host');
  const attempts = number('--retries');
  if (jobs !== undefined) settings.parallelDownloads = jobs;
  if (perHost !== undefined) settings.perHost = perHost;
  if (attempts !== undefined) settings.attempts = attempts;
  return { check: options.get('--check') === 'signature' ? 'signature' : 'decode', settings };
}

/** Reads every list into one draft, whose lines are numbered on from list to list. */
async function readLists(
  engine: Engine,
  request: DownloadRequest,
  output: Output,
): Promise<DraftSummary | null> {
  const [only] = request.lists.length === 1 ? request.lists : [];
  const listName = only && only !== '-' ? path.parse(only).name : null;
  const { draftId } = await engine.openDraft({ listName });
  for (const list of request.lists) {
    output.say('reading', { file: list });
    const isRead = await readList(list, request.stdin, output, (file) => engine.readListFile(draftId, file));
    if (!isRead) return null;
  }
  const draft = await engine.endDraft({ draftId });
  const { fresh, known, duplicates, unusable } = draft;
  if (fresh + duplicates === 0) output.say('listHasNoLinks', { file: request.lists.join(', ') });
  else output.say('accepted', { fresh, ...(known > 0 ? { known } : {}), duplicates, unusable });
  return fresh + duplicates === 0 ? null : draft;
}

/** A new batch, or the same one again where this state has it already. */
async function acceptDraft(
  engine: Engine,
  draft: DraftSummary,
  folder: string,
  options: DownloadRequest['options'],
  output: Output,
): Promise<Batch | null> {
  const { batches } = await engine.getSnapshot({});
  const known = batches.find((batch) => batch.folder === folder);
  output.say('savesTo', { folder });
  if (!known) return addBatch(engine, draft, folder, addOptions(options), output);
  tellNames(known, options, output);
  await refetchMissing(engine, known);
  await engine.continueBatch({ batch: known, draftId: draft.draftId });
  await engine.setPaused({ selection: { kind: 'batch', batchId: known.batchId }, isPaused: false });
  if (known.problem) await engine.resumeAfterProblem({ batchId: known.batchId });
  const batch = await batchNow(engine, known.batchId);
  output.say('goesOn', { saved: batch.counts.done, total: batch.total });
  tellBatch(batch, draft, output);
  return batch;
}

async function addBatch(
  engine: Engine,
  draft: DraftSummary,
  folder: string,
  options: AddOptions,
  output: Output,
): Promise<Batch | null> {
  const { folderId } = engine.registerFolder(folder);
  const added = await engine.addBatch({ draftId: draft.draftId, folderId, name: null, options });
  if (!added.ok) {
    const { sentence, cure } = failureWords(output.language, added.failure, null);
    output.sayLine(`${sentence} ${cure}`);
    return null;
  }
  const batch = await batchNow(engine, added.value.batchId);
  tellBatch(batch, draft, output);
  return batch;
}

function tellBatch(batch: Batch, draft: DraftSummary, output: Output): void {
  const { fresh, duplicates, unusable } = draft;
  output.tell({ type: 'batch', batchId: batch.batchId, folder: batch.folder, fresh, duplicates, unusable });
}

/** Puts saved lines whose file is gone or was changed back on the queue. */
async function refetchMissing(engine: Engine, batch: Batch): Promise<void> {
  for await (const { taskId, facts, row } of outcomesOf(batch, engine.getOutcomes)) {
    if (!facts || (row.state !== 'done' && row.skip !== 'have-it')) continue;
    const isIntact = await isSaved({ folder: batch.folder, ...facts });
    if (!isIntact) await engine.refetch({ taskId });
  }
}

async function batchNow(engine: Engine, batchId: number): Promise<Batch> {
  await engine.flush();
  const { batches } = await engine.getSnapshot({});
  const batch = batches.find((candidate) => candidate.batchId === batchId);
  if (!batch) throw new Error(`Batch ${batchId} is not there`);
  return batch;
}

async function saveSheet(engine: Engine, { batchId }: Batch, file: string, output: Output): Promise<boolean> {
  const saved = await engine.saveSheet(batchId, file);
  if (saved.ok) output.say('sheetWritten', { file });
  else {
    const detail = failureWords(output.language, saved.failure, null).short;
    output.say('sheetNotWritten', { file, detail });
  }
  return saved.ok;
}

async function saveManifest(engine: Engine, batch: Batch, file: string, output: Output): Promise<boolean> {
  try {
    await writeManifest(batch, engine.getOutcomes, file);
    output.say('manifestWritten', { file });
    return true;
  } catch (error) {
    const detail = failureWords(output.language, toFailure(error), null).short;
    output.say('manifestNotWritten', { file, detail });
    return false;
  }
}

const untilHeld = (engine: Engine, batchId: number) =>
  new Promise<void>((resolve) => {
    engine.on('changed', ({ batches, totals }) => {
      const isHeld = batches.some((batch) => batch.batchId === batchId && batch.problem);
      if (isHeld || totals.stateProblem) resolve();
    });
  });

const untilAborted = (signal: AbortSignal) =>
  new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
