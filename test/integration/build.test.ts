import fs from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { build } from '../../scripts/build.mjs';
import { inProject } from '../../scripts/project.mjs';

const read = (...parts: string[]) => fs.readFileSync(inProject('dist', ...parts), 'utf8');
const list = (folder: string) =>
  fs.readdirSync(inProject('dist', folder), { recursive: true, encoding: 'utf8' });

beforeAll(build, 60_000);

describe('the built window', () => {
  test('has no inline script or style, so that the CSP can forbid them', () => {
    const page = read('renderer', 'index.html');
    const scripts = [...page.matchAll(/<script\b([^>]*)>([^<]*)</g)];
    expect(scripts.length).toBeGreaterThan(0);
    for (const [, attributes, content] of scripts) {
      expect(attributes).toContain('src=');
      expect(content?.trim()).toBe('');
    }
    expect(page).not.toMatch(/<style|\sstyle=|\son[a-z]+=/);
  });

  test('names its files by relative addresses', () => {
    const addresses = [...read('renderer', 'index.html').matchAll(/\s(?:src|href)="([^"]*)"/g)];
    expect(addresses.filter(([, address]) => !address?.startsWith('./'))).toEqual([]);
  });

  test('has no picture or font inlined in its styles', () => {
    const styles = list('renderer').filter((file) => file.endsWith('.css'));
    expect(styles.filter((file) => read('renderer', file).includes('url(data:'))).toEqual([]);
  });
});

test('the built preload is one file that requires only electron', () => {
  expect(list('preload')).toEqual(['index.cjs']);
  const required = [...read('preload', 'index.cjs').matchAll(/\brequire\("([^"]*)"\)/g)].map(
    (match) => match[1],
  );
  expect([...new Set(required)]).toEqual(['electron']);
});

test('the built workers never name electron', () => {
  const workers = list('workers').filter((file) => file.endsWith('.js'));
  expect(workers).toEqual(expect.arrayContaining(['image.js', 'lists.js', 'store.js', 'views.js']));
  expect(
    workers.filter((file) => /from "electron"|import\("electron"\)/.test(read('workers', file))),
  ).toEqual([]);
});

test('the built command line can be run as a program', () => {
  expect(read('main', 'cli.js')).toMatch(/^#!\/usr\/bin\/env node\n/);
  fs.accessSync(inProject('dist', 'main', 'cli.js'), fs.constants.X_OK);
});
