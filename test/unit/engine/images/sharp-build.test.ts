import { expect, test } from 'vitest';
import { chooseSharpBuild } from '../../../../main/engine/images/sharp-build.ts';

test('the command line of the worker decides which build of sharp it loads', () => {
  expect(chooseSharpBuild(['node', 'image.js', '--image-decoder=wasm'])).toBe('wasm');
  expect(chooseSharpBuild(['node', 'image.js', '--image-decoder=native'])).toBe('native');
});

test('plain Node loads the native build', () => {
  expect(chooseSharpBuild(['node', 'image.js'])).toBe('native');
  expect(chooseSharpBuild(['node', 'image.js', '--image-decoder=other'])).toBe('native');
});
