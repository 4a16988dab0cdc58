import { describe, expect, test } from 'vitest';
import { runCommand } from '../support/command-line.ts';

const HASH = 'ab'.repeat(32);
const ARIA2 = `https://a.example/1.jpg\thttps://b.example/1.jpg
  dir=red/shoes
  out=one.jpg
  referer=https://a.example/
  user-agent=Me/1.0
  checksum=sha-256=${HASH}
  header=Accept: image/*
  split=4
https://a.example/2.jpg?key=1&x=[1-3]
`;

const aria2Of = async (stdin: string) => {
  const run = await runCommand(['parse', '-', '--as', 'aria2'], { stdin });
  expect(run.status, run.stderr).toBe(0);
  return run.stdout;
};

describe('pixhaul parse --as aria2', () => {
  test('gives an input file of aria2 back as it was', async () => {
    expect(await aria2Of(ARIA2)).toBe(ARIA2);
  });

  test('makes one of a curl command with ranges, without its passwords', async () => {
    const command = `curl -u me:secret 'https://a.example/[1-2].jpg' -o 'd/p_#1.jpg' \\
  -H 'Authorization: Basic secret' -H 'Accept: image/*' -x http://me:secret@proxy.example:1 --compressed\n`;
    const options = '  dir=d\n  out=p_N.jpg\n  header=Accept: image/*\n  all-proxy=http://proxy.example:1\n';
    const expected = [1, 2]
      .map((n) => `https://a.example/${n}.jpg\n${options.replace('N', String(n))}`)
      .join('');
    expect(await aria2Of(command)).toBe(expected);
  });

  test('makes one of a web page and of Markdown', async () => {
    const page =
      '<base href="https://a.example/d/"><a href="1.jpg"><img src="t.jpg"></a><img srcset="2.jpg 2x">';
    const urls = 'https://a.example/d/1.jpg\nhttps://a.example/d/2.jpg\n';
    expect(await aria2Of(page)).toBe(urls);
    expect(await aria2Of('![a](https://a.example/d/1.jpg) <https://a.example/d/2.jpg>')).toBe(urls);
  });
});
