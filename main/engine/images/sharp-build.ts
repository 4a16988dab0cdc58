/** Chooses between sharp's native build and its WebAssembly build. */
import { registerHooks } from 'node:module';
import type SharpFactory from 'sharp';

export type SharpBuild = 'native' | 'wasm';
export type Sharp = typeof SharpFactory;

const ARGUMENT = '--image-decoder=';
const NATIVE_PARTS = /^@img\/sharp-(?:libvips-)?linux/;

/**
 * Says which build a process must use: what its command line asks for, else by where it runs.
 * Note: Electron's Linux binary links the system's GLib and sharp's native build carries its own; the two
 * disturb each other up to a crash, in utility processes too (lovell/sharp#4522, #4525, electron#46323).
 */
export function chooseSharpBuild(argv: readonly string[]): SharpBuild {
  const asked = argv.find((argument) => argument.startsWith(ARGUMENT))?.slice(ARGUMENT.length);
  if (asked === 'native' || asked === 'wasm') return asked;
  const isElectron = 'electron' in process.versions || (process as { type?: string }).type === 'utility';
  return isElectron && process.platform === 'linux' ? 'wasm' : 'native';
}

/** Makes sharp's native Linux parts unfindable: sharp then falls back to the WebAssembly build. */
function hideNativeParts(): void {
  registerHooks({
    resolve(specifier, context, nextResolve) {
      if (!NATIVE_PARTS.test(specifier)) return nextResolve(specifier, context);
      throw Object.assign(new Error(`Left out on purpose: ${specifier}`), { code: 'MODULE_NOT_FOUND' });
    },
  });
}

/** Loads sharp in the given build, with one thread, no cache and only the loaders that pictures of the web need. */
export async function loadSharp(build: SharpBuild): Promise<Sharp> {
  if (build === 'wasm') hideNativeParts();
  const { default: sharp } = await import('sharp');
  sharp.concurrency(1);
  sharp.cache(false);
  sharp.block({ operation: ['VipsForeignLoad'] });
  sharp.unblock({ operation: LOADERS });
  return sharp;
}

const LOADERS = ['Jpeg', 'Png', 'Webp', 'Nsgif', 'Tiff', 'Heif', 'Svg'].map(
  (name) => `VipsForeignLoad${name}`,
);
