import { Buffer } from 'node:buffer';
import { EventEmitter } from 'node:events';
import { PassThrough } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { makeEvent } from '../../electron-stand-in/api/event.ts';
import { languageTag, systemLanguages } from '../../electron-stand-in/api/languages.ts';
import { pngSize } from '../../electron-stand-in/api/native-image.ts';
import { glibEnv } from '../../electron-stand-in/api/utility-process.ts';
import { matchesPattern } from '../../electron-stand-in/api/web-request.ts';
import { connectDevTools, readMessages } from '../../electron-stand-in/chromium/devtools.ts';
import { hasDisplay } from '../../electron-stand-in/host.ts';
import { moduleText } from '../../electron-stand-in/module-hook.ts';
import { makeLoadError } from '../../electron-stand-in/page/load-error.ts';
import { missingModule, strict, strictClass } from '../../electron-stand-in/strict.ts';

describe('a strict object', () => {
  class Thing extends EventEmitter {
    private readonly hidden = 1;
    static made = 0;
    value(): number {
      return this.hidden;
    }
  }

  test('does what the object does and throws by name for the rest', () => {
    const thing = strict('thing', new Thing()) as Thing & { other: unknown };
    thing.on('x', () => {});
    expect([thing.value(), thing.emit('x'), thing.listenerCount('x')]).toEqual([1, true, 1]);
    expect(() => thing.other).toThrow('does not provide thing.other');
  });

  test('can be replaced in parts, as tests do', () => {
    const thing = strict('thing', new Thing());
    thing.value = () => 7;
    expect(thing.value()).toBe(7);
  });

  test('can be awaited, printed and turned to JSON', async () => {
    const thing = strict('thing', { a: 1 });
    expect(await Promise.resolve(thing)).toBe(thing);
    expect(JSON.stringify(thing)).toBe('{"a":1}');
  });

  test('a strict class makes strict instances and keeps its statics', () => {
    const made: Thing[] = [];
    const Strict = strictClass('Thing', Thing, (thing: Thing) => made.push(thing));
    const thing = new Strict() as Thing & { other: unknown };
    expect([thing instanceof Strict, made[0] === thing, Strict.made]).toEqual([true, true, 0]);
    expect(() => thing.other).toThrow('Thing.other');
    expect(() => Reflect.get(Strict, 'nothing')).toThrow('Thing.nothing');
  });

  test('a missing module throws for every use', () => {
    const missing = missingModule('tray') as { run: () => void } & (new () => object);
    expect(() => missing.run()).toThrow('does not provide tray');
    expect(() => new missing()).toThrow('does not provide tray');
  });
});

describe('DevTools messages', () => {
  test('are cut at NUL, wherever the chunks end', async () => {
    const stream = new PassThrough();
    const got: string[] = [];
    readMessages(stream, (text) => got.push(text));
    const bytes = Buffer.from('{"a":"é"}\0{"b":1}\0{"c"');
    for (const byte of bytes) stream.write(Buffer.from([byte]));
    stream.end(':2}\0');
    await new Promise((resolve) => stream.on('end', resolve));
    expect(got).toEqual(['{"a":"é"}', '{"b":1}', '{"c":2}']);
  });

  test('find their command, and a refusal names it', async () => {
    const [from, to] = [new PassThrough(), new PassThrough()];
    const devTools = connectDevTools(from, to);
    const answers = [devTools.send('A.one'), devTools.send('B.two')];
    from.write('{"id":2,"error":{"message":"no"}}\0{"id":1,"result":{"x":1}}\0');
    await expect(answers[1]).rejects.toThrow('B.two: no');
    expect(await answers[0]).toEqual({ x: 1 });
  });

  test("are refused after Chromium's end", async () => {
    const [from, to] = [new PassThrough(), new PassThrough()];
    const devTools = connectDevTools(from, to);
    const waiting = devTools.send('A.one');
    from.destroy();
    await expect(waiting).rejects.toThrow('A.one: Chromium has ended');
    await expect(devTools.send('B.two')).rejects.toThrow('B.two: Chromium has ended');
  });
});

test.each([
  ['<all_urls>', 'app://pixhaul/x', true],
  ['*://*/*', 'https://example.com/x', true],
  ['http://*/*', 'https://example.com/x', false],
  ['app://pixhaul/*', 'app://pixhaul/a?b', true],
  ['app://pixhaul/*', 'app://other/a', false],
  ['https://example.com/*.png', 'https://example.com/a.png', true],
  ['https://example.com/*.png', 'https://example.com/a.jpg', false],
])('the pattern %s and %s: %s', (pattern, url, expected) => {
  expect(matchesPattern(pattern, url)).toBe(expected);
});

test('languages come from the environment, without codeset, C or repetition', () => {
  expect([
    languageTag('zh_CN.UTF-8'),
    languageTag('C'),
    languageTag('POSIX'),
    languageTag('de_DE@euro'),
  ]).toEqual(['zh-CN', undefined, undefined, 'de-DE']);
  expect(systemLanguages({ LANGUAGE: 'de:en', LANG: 'de_DE.UTF-8' })).toEqual(['de', 'en', 'de-DE']);
  expect(systemLanguages({})).toEqual(['en-US']);
});

test('a display is needed, and can be declined', () => {
  expect(hasDisplay({ DISPLAY: ':0' }, 'linux')).toBe(true);
  expect(hasDisplay({}, 'linux')).toBe(false);
  expect(hasDisplay({ DISPLAY: ':0', PIXHAUL_STAND_IN_HEADLESS: '1' }, 'linux')).toBe(false);
  expect(hasDisplay({}, 'darwin')).toBe(true);
});

test("the system's GLib is preloaded only on Linux and only where it is", () => {
  expect(glibEnv('darwin', () => true)).toEqual({});
  expect(glibEnv('linux', () => false)).toEqual({});
  const env = glibEnv('linux', (file) => file === '/usr/lib64/libgobject-2.0.so.0');
  expect(env).toEqual({ LD_PRELOAD: '/usr/lib64/libgobject-2.0.so.0' });
});

test('events remember that they were prevented', () => {
  const event = makeEvent({ url: 'x' });
  expect(event.defaultPrevented).toBe(false);
  event.preventDefault();
  expect([event.defaultPrevented, event.url]).toEqual([true, 'x']);
});

test("load errors carry Electron's code, number and address", () => {
  const { message, code, errno, url } = makeLoadError('net::ERR_ABORTED', 'app://x/');
  expect([message, code, errno, url]).toEqual([
    "ERR_ABORTED (-3) loading 'app://x/'",
    'ERR_ABORTED',
    -3,
    'app://x/',
  ]);
});

test('the size of a picture is read from a PNG only', () => {
  const png = Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n\0\0\0\rIHDR', 'latin1'),
    Buffer.from([0, 0, 1, 0, 0, 0, 0, 9]),
  ]);
  expect(pngSize(png)).toEqual({ width: 256, height: 9 });
  expect(pngSize(Buffer.from('GIF89a'))).toEqual({ width: 0, height: 0 });
});

test('the module text exports every name and a default', () => {
  const text = moduleText(['app', 'net']);
  expect(text).toContain('export const app = electron.app;');
  expect(text).toContain('export default electron;');
});
