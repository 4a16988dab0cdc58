// Builds dist/ with Vite: main and workers (ESM), the preload (one CommonJS file), the window.
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import { builtinModules } from 'node:module';
import path from 'node:path';
import { inProject, isStartedScript, readJson, say, since, withLock, writeJson } from './project.mjs';
import { onProjectNode } from './setup.mjs';

const sources = ['contract', 'main', 'preload', 'renderer', 'workers'];
const settings = [
  'package.json',
  'package-lock.json',
  'tsconfig.base.json',
  'scripts/build.mjs',
  'scripts/cli-entry.mjs',
];
const workers = ['image', 'lists', 'store', 'views'];
const entries = [
  'main/index.ts',
  'main/cli.ts',
  ...workers.map((name) => `workers/${name}.ts`),
  'preload/index.ts',
  'renderer/index.html',
];
const outputs = [
  'main/index.js',
  'main/cli.js',
  'main/command-line.js',
  ...workers.map((name) => `workers/${name}.js`),
  'preload/index.cjs',
  'renderer/index.html',
];
const dist = inProject('dist');
const fresh = inProject('.cache', 'build');
const stampFile = inProject('.cache', 'build.json');

/** The lower of Electron 45's Chromium (156) and the stand-in's headless one (153). */
const rendererTarget = 'chrome153';

/** What stopped the build, as a whole message for a person. */
export class BuildError extends Error {}

/**
 * Answers the Vite configurations of all parts; `isDevelopment` adds source maps and leaves names readable.
 * @param {string} folder where the results go
 * @param {boolean} isDevelopment
 * @returns {Promise<import('vite').InlineConfig[]>}
 */
export async function buildConfigurations(folder, isDevelopment) {
  const { default: react } = await import('@vitejs/plugin-react');
  /**
   * @param {Record<string, string>} input
   * @param {string} part
   * @param {'es' | 'cjs'} format
   * @returns {import('vite').InlineConfig}
   */
  const forNode = (input, part, format) => ({
    root: inProject(),
    configFile: false,
    envDir: false,
    publicDir: false,
    logLevel: 'warn',
    ssr: { noExternal: true },
    build: {
      ssr: true,
      target: 'node24',
      outDir: path.join(folder, part),
      emptyOutDir: true,
      minify: false,
      sourcemap: isDevelopment,
      reportCompressedSize: false,
      rolldownOptions: {
        input,
        external: [/^electron(\/|$)/, /^sharp(\/|$)/, /^@img\//, ...builtinModules, /^node:/],
        output: {
          format,
          entryFileNames: format === 'cjs' ? '[name].cjs' : '[name].js',
          chunkFileNames: 'shared-[hash].js',
        },
      },
    },
  });
  return [
    forNode({ index: inProject('main/index.ts'), 'command-line': inProject('main/cli.ts') }, 'main', 'es'),
    forNode(
      Object.fromEntries(workers.map((name) => [name, inProject('workers', `${name}.ts`)])),
      'workers',
      'es',
    ),
    forNode({ index: inProject('preload/index.ts') }, 'preload', 'cjs'),
    {
      root: inProject('renderer'),
      base: './',
      configFile: false,
      envDir: false,
      publicDir: false,
      logLevel: 'warn',
      plugins: [react()],
      build: {
        target: rendererTarget,
        outDir: path.join(folder, 'renderer'),
        emptyOutDir: true,
        minify: !isDevelopment,
        sourcemap: isDevelopment,
        reportCompressedSize: false,
        chunkSizeWarningLimit: 2_000,
        // The page's CSP is 'self': nothing may be inlined, neither scripts nor data: addresses.
        modulePreload: { polyfill: false },
        assetsInlineLimit: 0,
      },
    },
  ];
}

/** Writes the files that no bundler makes, after the bundles are written. @param {string} folder */
export function writeCompanions(folder) {
  const cli = path.join(folder, 'main', 'cli.js');
  fs.copyFileSync(inProject('scripts', 'cli-entry.mjs'), cli);
  fs.chmodSync(cli, 0o755);
  // Unpacked from the asar, the workers have no package.json above them that calls them modules.
  writeJson(path.join(folder, 'workers', 'package.json'), { type: 'module' });
}

/** Fails with a sentence when an entry of the app is missing. */
export function checkEntries() {
  const missing = entries.filter((file) => !fs.existsSync(inProject(file)));
  if (missing.length > 0) throw new BuildError(`Cannot build: ${missing.join(', ')} not found.`);
}

/** Builds dist/ unless it already holds what the present sources give. Throws a BuildError or Vite's. */
export async function build() {
  await withLock('build', async () => {
    const hash = hashSources();
    if (isBuilt(hash)) return;
    const startedMs = Date.now();
    checkEntries();
    const { build: viteBuild } = await import('vite');
    const configurations = await buildConfigurations(fresh, false);
    await Promise.all(configurations.map((configuration) => viteBuild(configuration)));
    writeCompanions(fresh);
    putInPlace();
    writeJson(stampFile, { hash });
    say(`Built dist/ in ${since(startedMs)}`);
  });
}

/** Exchanges dist/ in one go, so that an app that runs from it never meets half a build. */
function putInPlace() {
  const old = inProject('.cache', 'build-old');
  fs.rmSync(stampFile, { force: true });
  fs.rmSync(old, { recursive: true, force: true });
  if (fs.existsSync(dist)) fs.renameSync(dist, old);
  fs.renameSync(fresh, dist);
  fs.rmSync(old, { recursive: true, force: true });
}

/** @param {string} hash */
function isBuilt(hash) {
  try {
    return readJson(stampFile).hash === hash && outputs.every((file) => fs.existsSync(path.join(dist, file)));
  } catch {
    return false;
  }
}

/** Answers a hash of every file that the build reads. */
function hashSources() {
  const hash = createHash('sha256');
  for (const file of [...sources.flatMap(filesBelow), ...settings].sort()) {
    hash
      .update(`${file}\0`)
      .update(fs.readFileSync(inProject(file)))
      .update('\0');
  }
  return hash.digest('hex');
}

/** @param {string} folder @returns {string[]} */
function filesBelow(folder) {
  return fs
    .readdirSync(inProject(folder), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(inProject(), path.join(entry.parentPath, entry.name)));
}

/** Builds, or says why not and ends this process with status 1. */
export async function buildOrExit() {
  try {
    await build();
  } catch (error) {
    process.stderr.write(`${error instanceof BuildError ? error.message : String(error)}\n`);
    process.exit(1);
  }
}

if (isStartedScript(import.meta.url)) {
  await onProjectNode(import.meta.url);
  await buildOrExit();
}
