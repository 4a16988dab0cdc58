import { describe, expect, test } from 'vitest';
import { inspectorPort, parseCommandLine } from '../../electron-stand-in/switches.ts';

describe("Electron's command line", () => {
  test("is read as Playwright writes it, with the app's own arguments after the app", () => {
    const args = [
      '-r',
      '/loader.js',
      '--no-sandbox',
      '--inspect=0',
      '--remote-debugging-port=0',
      '.',
      '--lang=zh-CN',
      'x',
    ];
    const { preloads, switches, app, showVersion } = parseCommandLine(args);
    expect({ preloads, app, showVersion }).toEqual({
      preloads: ['/loader.js'],
      app: '.',
      showVersion: false,
    });
    expect(Object.fromEntries(switches)).toEqual({
      'no-sandbox': '',
      inspect: '0',
      'remote-debugging-port': '0',
      lang: 'zh-CN',
    });
  });

  test('keeps an equals sign inside a value', () => {
    expect(parseCommandLine(['--rules=a=b', '.']).switches.get('rules')).toBe('a=b');
  });

  test('ends the switches at a bare --', () => {
    const { switches, app } = parseCommandLine(['.', '--', '--inspect']);
    expect([switches.size, app]).toEqual([0, '.']);
  });

  test('takes --version and -r for itself only before the app', () => {
    expect(parseCommandLine(['--version']).showVersion).toBe(true);
    const { showVersion, preloads } = parseCommandLine(['.', '--version', '-r', 'x']);
    expect([showVersion, preloads]).toEqual([false, []]);
  });

  test('names no app when there is none', () => {
    expect(parseCommandLine([]).app).toBeUndefined();
  });
});

test.each([
  ['', 9229],
  ['0', 0],
  ['9230', 9230],
  ['127.0.0.1:9231', 9231],
])('--inspect=%s opens port %i', (value, port) => {
  expect(inspectorPort(value)).toBe(port);
});
