import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import type { FetchOutcome } from '../../main/engine/fetch/fetcher.ts';
import { startFetching } from '../support/fetching.ts';
import { startImageServer } from '../support/image-server.ts';
import { makePicture } from '../support/pictures.ts';

function codeOf(outcome: FetchOutcome): string {
  return outcome.kind === 'failed' ? outcome.failure.code : outcome.kind;
}

const to = (url: string, status = 302): string =>
  `/redirect-to?status=${status}&url=${encodeURIComponent(url)}`;

describe('redirects', () => {
  test('are followed ten times, and the final URL is told', async () => {
    await using on = await startFetching();
    expect(await on.fetch('/redirect/10/pictures/1.jpg')).toMatchObject({
      kind: 'fetched',
      fetched: { finalUrl: on.server.url('/redirect/0/pictures/1.jpg') },
    });
  });

  test('D1 end after ten, also in a loop', async () => {
    await using on = await startFetching();
    expect(codeOf(await on.fetch('/redirect/11/pictures/1.jpg'))).toBe('too-many-redirects');
    expect(codeOf(await on.fetch('/loop/1'))).toBe('too-many-redirects');
    expect(on.server.requestsTo('/loop/1')).toHaveLength(11);
  });

  test.each([301, 302, 303, 307, 308])('D8 %d is asked again with GET', async (status) => {
    await using on = await startFetching();
    expect(codeOf(await on.fetch(to('/pictures/1.jpg', status)))).toBe('fetched');
    expect(on.server.requests.map(({ method }) => method)).toEqual(['GET', 'GET']);
  });

  test('D2 keep the credentials within their origin', async () => {
    await using on = await startFetching();
    const url = `http://user:secret@127.0.0.1:${on.server.port}${to('/auth/1.jpg')}`;
    const outcome = await on.fetch(url);
    expect(codeOf(outcome)).toBe('fetched');
    expect(JSON.stringify(outcome)).not.toContain('secret');
  });

  test('D2, D3 take nothing along to another origin, and not back either', async () => {
    await using on = await startFetching();
    await using other = await startImageServer();
    const back = other.url(to(on.server.url('/pictures/1.jpg')));
    const outcome = await on.fetch(`http://user:secret@127.0.0.1:${on.server.port}${to(back)}`);
    expect(codeOf(outcome)).toBe('fetched');
    expect(on.server.requests[0]?.headers.authorization).toMatch(/^Basic /);
    const abroad = other.requests[0]?.headers ?? {};
    expect(Object.keys(abroad).toSorted()).toEqual([
      'accept',
      'accept-encoding',
      'connection',
      'host',
      'user-agent',
    ]);
    expect(on.server.requestsTo('/pictures/1.jpg')[0]?.headers.authorization).toBeUndefined();
  });

  test('D9 do not use credentials that they bring', async () => {
    await using on = await startFetching();
    const withUser = `http://user:secret@127.0.0.1:${on.server.port}/auth/1.jpg`;
    expect(codeOf(await on.fetch(to(withUser)))).toBe('http-401');
  });

  test.each(['file:///etc/passwd', 'ftp://127.0.0.1/x', 'http://', 'javascript:1'])(
    'D5, D7 do not lead to %s',
    async (url) => {
      await using on = await startFetching();
      expect(codeOf(await on.fetch(to(url)))).toBe('bad-redirect');
    },
  );

  test('D7 need a Location', async () => {
    await using on = await startFetching();
    expect(codeOf(await on.fetch('/redirect-to?url='))).toBe('bad-redirect');
  });

  test('D14 do not lead to the address of cloud secrets', async () => {
    await using on = await startFetching();
    expect(codeOf(await on.fetch(to('http://169.254.169.254/x')))).toBe('private-address');
  });

  test('do not wait for the long page that comes with them', async () => {
    await using on = await startFetching();
    on.server.answer('/talkative', (_request, response) => {
      response.writeHead(302, { location: '/pictures/1.jpg' });
      response.write('<p>moved</p>');
    });
    expect(codeOf(await on.fetch('/talkative'))).toBe('fetched');
    expect((await readFile(on.partPath)).equals(await makePicture({ seed: 1 }))).toBe(true);
  });
});
