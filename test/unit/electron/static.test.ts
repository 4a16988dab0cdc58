import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseSync } from 'oxc-parser';
import { describe, expect, test } from 'vitest';
import { META_POLICY } from '../../../main/electron/csp.ts';

const ROOT = path.join(import.meta.dirname, '../../..');
const HOUSES = ['main', 'preload', 'renderer', 'workers', 'contract'];

interface Sighting {
  readonly file: string;
  readonly name: string;
}
interface Source {
  readonly file: string;
  readonly text: string;
}

function sources(): readonly Source[] {
  return HOUSES.flatMap((house) =>
    readdirSync(path.join(ROOT, house), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
      .map((entry) => path.join(entry.parentPath, entry.name)),
  ).map((file) => ({
    file: path.relative(ROOT, file).split(path.sep).join('/'),
    text: readFileSync(file, 'utf8'),
  }));
}

interface SyntaxNode {
  readonly type: string;
  readonly name?: unknown;
  readonly value?: unknown;
  readonly callee?: { readonly type: string; readonly name?: unknown };
}
const isNode = (value: unknown): value is SyntaxNode =>
  typeof value === 'object' && value !== null && typeof (value as SyntaxNode).type === 'string';

/** Every node of a file's syntax tree. */
function nodesOf(file: string, text: string): readonly SyntaxNode[] {
  const { program, errors } = parseSync(file, text);
  expect(errors, file).toEqual([]);
  const found: SyntaxNode[] = [];
  const look = (value: unknown) => {
    if (Array.isArray(value)) value.forEach(look);
    else if (isNode(value)) {
      found.push(value);
      Object.values(value).forEach(look);
    }
  };
  look(program);
  return found;
}

/** What a node says: a name, a text in quotes, or the class that it makes. */
function nameOf({ type, name, value, callee }: SyntaxNode): string | null {
  if (type === 'Identifier' || type === 'JSXIdentifier') return String(name);
  if (type === 'Literal' && typeof value === 'string') return `'${value}'`;
  return type === 'NewExpression' && callee?.type === 'Identifier' ? `new ${callee.name}` : null;
}

/** Every name that the code, not its comments, speaks. */
const sightings = (): readonly Sighting[] =>
  sources().flatMap(({ file, text }) =>
    nodesOf(file, text).flatMap((node) => {
      const name = nameOf(node);
      return name === null ? [] : [{ file, name }];
    }),
  );

const seen = sightings();
const filesWith = (name: string) => seen.filter((one) => one.name === name).map(({ file }) => file);

describe('the source', () => {
  test('S1: makes windows in one place', () => {
    expect(filesWith('new BrowserWindow')).toEqual(['main/electron/window.ts']);
    for (const other of ['new BrowserView', 'new WebContentsView', 'new BaseWindow'])
      expect(filesWith(other)).toEqual([]);
  });

  test.each([
    ['S9', 'ipcMain', ['main/electron/ipc.ts']],
    ['S11', 'ipcRenderer', ['preload/index.ts']],
    ['S11', 'contextBridge', ['preload/index.ts']],
    ['S12', 'openPath', ['main/electron/desktop-api.ts']],
    ['S15', 'utilityProcess', ['main/electron/electron-host.ts']],
  ])('%s: speaks of %s only where it belongs', (_, name, files) => {
    expect([...new Set(filesWith(name))]).toEqual(files);
  });

  test.each([
    ['S12', 'openExternal'],
    ['S17', "'remote-debugging-port'"],
    ['S17', "'toggleDevTools'"],
    ['S19', 'rejectUnauthorized'],
    ['S19', "'NODE_TLS_REJECT_UNAUTHORIZED'"],
    ['S19', 'setCertificateVerifyProc'],
    ['S19', "'certificate-error'"],
    ['S20', 'eval'],
    ['S20', 'new Function'],
    ['S20', 'executeJavaScript'],
    ['S20', 'insertCSS'],
    ['S20', 'innerHTML'],
    ['S20', 'outerHTML'],
    ['S20', 'insertAdjacentHTML'],
    ['S20', 'dangerouslySetInnerHTML'],
    ['S21', "'ELECTRON_DISABLE_SECURITY_WARNINGS'"],
    ['S23', 'setAsDefaultProtocolClient'],
    ['-', 'sendSync'],
  ])('%s: never says %s', (_, name) => expect(filesWith(name)).toEqual([]));

  test('S3: the page itself bears the policy too', () => {
    const page = readFileSync(path.join(ROOT, 'renderer/index.html'), 'utf8');
    expect(page.replace(/\s+/g, ' ')).toContain(`content="${META_POLICY}"`);
  });

  test('S16: forks no Node process from Electron', () => {
    const ours = filesWith("'node:child_process'").filter((file) => /^main\/(?:electron|index)/.test(file));
    expect(ours).toEqual([]);
  });

  test('the entry awaits nothing before the app is ready', () => {
    const nodes = nodesOf('index.ts', readFileSync(path.join(ROOT, 'main/index.ts'), 'utf8'));
    expect(nodes.filter(({ type }) => type === 'AwaitExpression')).toEqual([]);
  });
});
