import { readFile, rm, writeFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { runCommand, startCommand } from '../support/command-line.ts';
import { listFolder } from '../support/engine.ts';
import type { ImageServer } from '../support/image-server.ts';
import { startImageServer } from '../support/image-server.ts';
import type { TemporaryFolder } from '../support/temp-folder.ts';
import { temporaryFolder } from '../support/temp-folder.ts';

const lines = (text: string): readonly string[] => text.split('\n').filter((line) => line !== '');
const objects = (text: string): readonly Record<string, unknown>[] =>
  lines(text).map((line) => JSON.parse(line));

async function list(folder: TemporaryFolder, urls: readonly string[]): Promise<string> {
  const file = folder.file('list.txt');
  await writeFile(file, urls.join('\n'));
  return file;
}

const pictures = (server: ImageServer, count: number): string[] =>
  Array.from({ length: count }, (_, index) => server.url(`/pictures/${index + 1}.jpg`));

function downloadInto(folder: TemporaryFolder, file: string, ...more: readonly string[]): readonly string[] {
  return ['download', file, '--out', folder.file('out'), '--state', folder.file('state'), ...more];
}

describe('pixhaul download', () => {
  test('saves every picture of a list and ends with 0', async () => {
    await using server = await startImageServer();
    await using folder = await temporaryFolder();
    const file = await list(folder, pictures(server, 12));
    const run = await runCommand(downloadInto(folder, file, '--manifest', folder.file('m.jsonl')));
    expect(run.status, run.stderr).toBe(0);
    expect(run.stdout).toBe('');
    expect(run.stderr).toContain('Saved: 12');
    expect(await listFolder(folder.file('out'))).toHaveLength(12);

    const [head, ...rows] = objects(await readFile(folder.file('m.jsonl'), 'utf8'));
    expect(head).toMatchObject({ type: 'batch', version: 1, total: 12 });
    expect(rows.map(({ line, state, file: name }) => [line, state, name])).toEqual(
      Array.from({ length: 12 }, (_, index) => [index + 1, 'done', `${index + 1}.jpg`]),
    );
    expect(rows[0]).toMatchObject({ width: 96, height: 64, format: 'jpg', integrity: 'intact', attempts: 1 });
  });

  test('reads standard input, tells events as JSON on stdout and words on stderr', async () => {
    await using server = await startImageServer();
    await using folder = await temporaryFolder();
    const stdin = [server.url('/pictures/1.jpg'), server.url('/status/404/x.jpg'), 'nonsense'].join('\n');
    const run = await runCommand(downloadInto(folder, '-', '--json'), { stdin });
    expect(run.status).toBe(1);
    const events = objects(run.stdout);
    expect(events[0]).toMatchObject({ type: 'batch', fresh: 2, unusable: 1 });
    expect(
      events
        .filter(({ type }) => type === 'task')
        .map(({ line, state, reason }) => [line, state, reason])
        .sort(),
    ).toEqual([
      [1, 'done', null],
      [2, 'failed', 'http-404'],
    ]);
    expect(events.at(-1)).toMatchObject({
      type: 'summary',
      total: 3,
      saved: 1,
      failed: 1,
      skipped: 1,
      causes: [{ reason: 'http-404', count: 1 }],
    });
    expect(run.stderr).toMatch(/1 × .*404/);
  });

  test('downloads nothing when the same command comes again, and only what is missing or new', async () => {
    await using server = await startImageServer();
    await using folder = await temporaryFolder();
    const command = downloadInto(folder, await list(folder, pictures(server, 5)));
    expect((await runCommand(command)).status).toBe(0);
    expect(server.requests).toHaveLength(5);
    const again = await runCommand(command);
    expect([again.status, server.requests.length]).toEqual([0, 5]);

    await rm(folder.file('out', '3.jpg'));
    await writeFile(folder.file('out', '4.jpg'), 'changed by someone');
    await list(folder, pictures(server, 6));
    const third = await runCommand(command);
    expect(third.status, third.stderr).toBe(0);
    expect(
      server.requests
        .slice(5)
        .map(({ path }) => path)
        .sort(),
    ).toEqual(['/pictures/3.jpg', '/pictures/4.jpg', '/pictures/6.jpg']);
    expect(await readFile(folder.file('out', '4.jpg'), 'utf8')).toBe('changed by someone');
    expect(await listFolder(folder.file('out'))).toEqual([
      '1.jpg',
      '2.jpg',
      '3.jpg',
      '4-2.jpg',
      '4.jpg',
      '5.jpg',
      '6.jpg',
    ]);
  });

  test('keeps its state when interrupted, ends with 130, and goes on', async () => {
    await using server = await startImageServer();
    await using folder = await temporaryFolder();
    const gate = server.hold('/pictures/7.jpg');
    const command = downloadInto(folder, await list(folder, pictures(server, 9)));
    const run = startCommand(command);
    await gate.arrived;
    run.kill('SIGINT');
    const { status, stderr } = await run.ended;
    expect(status, stderr).toBe(130);
    expect(stderr).toContain('goes on from here');
    gate.release();
    expect((await runCommand(command)).status).toBe(0);
    expect(await listFolder(folder.file('out'))).toHaveLength(9);
  });

  test('hears an interrupt while a list is still being read', async () => {
    await using folder = await temporaryFolder();
    const run = startCommand(downloadInto(folder, '-'), {
      stdin: 'https://x.com/1.jpg\n',
      isInputOpen: true,
    });
    await run.untilSaid('-');
    run.kill('SIGINT');
    expect((await run.ended).status).toBe(130);
  });

  test('survives being killed again and again: nothing lost, nothing twice, no part left', async () => {
    await using server = await startImageServer();
    await using folder = await temporaryFolder();
    // Each part of the list stands still until the program was killed while it asked for it.
    const stages = [0, 1, 2, 3].map((stage) => ({ stage, gate: server.hold(`/pictures/${stage}/*`) }));
    const urls = stages.flatMap(({ stage }) =>
      Array.from({ length: 30 }, (_, index) =>
        server.url(`/pictures/${stage}/${stage * 30 + index + 1}.jpg`),
      ),
    );
    const command = downloadInto(folder, await list(folder, urls), '--jobs', '8', '--no-thumbnails');
    for (const { gate } of stages) {
      const run = startCommand(command);
      await gate.arrived;
      run.kill('SIGKILL');
      await run.ended;
      gate.release();
    }
    const last = await runCommand(command);
    expect(last.status, last.stderr).toBe(0);
    const names = await listFolder(folder.file('out'));
    expect(names).toEqual(Array.from({ length: 120 }, (_, index) => `${index + 1}.jpg`).sort());
  }, 120_000);

  test('ends with 3 and one message when another program uses the state', async () => {
    await using server = await startImageServer();
    await using folder = await temporaryFolder();
    const gate = server.hold('/pictures/1.jpg');
    const command = downloadInto(folder, await list(folder, pictures(server, 1)));
    const first = startCommand(command);
    await gate.arrived;
    const second = await runCommand(command);
    expect(second.status).toBe(3);
    expect(lines(second.stderr).length).toBeLessThanOrEqual(3);
    expect(second.stderr).toContain(`: ${folder.file('state')} `);
    expect(second.stderr).not.toContain('{{');
    gate.release();
    expect((await first.ended).status).toBe(0);
  });

  test('ends with 3 when the sheet or the manifest that was asked for cannot be written', async () => {
    await using server = await startImageServer();
    await using folder = await temporaryFolder();
    const file = await list(folder, pictures(server, 1));
    const nowhere = folder.file('nowhere', 'x');
    const withSheet = await runCommand(downloadInto(folder, file, '--sheet', nowhere));
    expect([withSheet.status, withSheet.stderr]).toEqual([3, expect.stringContaining('Saved: 1')]);
    expect((await runCommand(downloadInto(folder, file, '--manifest', nowhere))).status).toBe(3);
  });

  test('writes the sheet by the columns that the list has now', async () => {
    await using server = await startImageServer();
    await using folder = await temporaryFolder();
    const [one, two, three] = pictures(server, 3);
    const file = await list(folder, [`${one}`]);
    const command = downloadInto(folder, file, '--sheet', folder.file('sheet.csv'));
    const sheet = async (text: string) => {
      await writeFile(file, text);
      expect((await runCommand(command)).status).toBe(0);
      const rows = lines(await readFile(folder.file('sheet.csv'), 'utf8'));
      return rows.map((row) =>
        row
          .replace(/^\ufeff/, '')
          .split(',')
          .slice(0, 5)
          .join(),
      );
    };
    expect(await sheet(`${one}\n`)).toEqual(['url,file,status,width,height', `${one},1.jpg,done,96,64`]);
    expect(await sheet(`sku,image\nA,${one}\nB,${two}\n`)).toEqual([
      'sku,image,file,status,width',
      `A,${one},1.jpg,done,96`,
      `B,${two},B.jpg,done,96`,
    ]);
    expect(await sheet(`price,image,sku\n9,${one},A\n7,${three},C\n`)).toEqual([
      'price,image,sku,file,status',
      `9,${one},A,1.jpg,done`,
      `7,${three},C,C.jpg,done`,
    ]);
  });

  test('ends with 3 when nothing can be written where it should', async () => {
    await using folder = await temporaryFolder();
    await writeFile(folder.file('file'), '');
    const file = await list(folder, ['http://127.0.0.1:9/x.jpg']);
    const run = await runCommand([
      'download',
      file,
      '--out',
      folder.file('file'),
      '--state',
      folder.file('state'),
    ]);
    expect(run.status).toBe(3);
  });

  test.each([
    [['download', 'x.txt'], /--out/],
    [['download', '--out', 'y'], /Which list/],
    [['download', 'not-there.txt', '--out', 'OUT'], /not-there\.txt/],
    [['download', 'x', '--out', 'OUT', '--manifset', 'm'], /--manifest/],
    [['dowload'], /download/],
    [['download', 'x', '--jobs', 'many', '--out', 'OUT'], /--jobs/],
  ])('says what is wrong with %j and ends with 2', async (words, message) => {
    await using folder = await temporaryFolder();
    const replaced = words.map((word) => (word === 'OUT' ? folder.file('out') : word));
    const run = await runCommand(replaced, { environment: { XDG_STATE_HOME: folder.file('home') } });
    expect(run.status, run.stderr).toBe(2);
    expect(run.stderr).toMatch(message);
    expect(run.stdout).toBe('');
  });
});

describe('pixhaul parse', () => {
  test('says what every line is, and fetches nothing', async () => {
    const stdin =
      'https://a.example/1.jpg\nhttps://a.example/1.jpg\nftp://a.example/x\n\nwww.b.example/2.png';
    const run = await runCommand(['parse', '-', '--json'], { stdin });
    expect(run.status, run.stderr).toBe(0);
    expect(objects(run.stdout)).toEqual([
      { type: 'line', line: 1, text: 'https://a.example/1.jpg', kind: 'new' },
      { type: 'line', line: 2, text: 'https://a.example/1.jpg', kind: 'duplicate', ofLine: 1 },
      { type: 'line', line: 3, text: 'ftp://a.example/x', kind: 'unusable', reason: 'scheme' },
      { type: 'line', line: 5, text: 'https://www.b.example/2.png', kind: 'new' },
      {
        type: 'summary',
        lines: 4,
        fresh: 2,
        duplicates: 1,
        unusable: 1,
        kind: 'text',
        encoding: 'utf-8',
        columns: null,
      },
    ]);
  });

  test('speaks Chinese where the environment does', async () => {
    const run = await runCommand(['parse', '-'], {
      stdin: 'ftp://a.example/x',
      environment: { LC_ALL: 'zh_CN.UTF-8' },
    });
    expect(run.stdout).toMatch(/\p{Script=Han}/u);
  });
});

test('prints its version and its help on stdout', async () => {
  expect((await runCommand(['--version'])).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  const help = await runCommand(['--help']);
  expect([help.status, help.stderr]).toEqual([0, '']);
  expect(help.stdout).toContain('pixhaul download LIST... --out DIR');
});
