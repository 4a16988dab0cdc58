// npm start: the app in a window, on Electron where its binary can be had, else on the stand-in.
import { buildOrExit } from './build.mjs';
import { electronArguments, hasDisplay, obtainElectron, standInEnvironment } from './electron.mjs';
import { endLike, runHere, say } from './project.mjs';
import { onProjectNode } from './setup.mjs';

const commandLineHint = 'The command line needs neither: npm run pixhaul -- --help';

if (!hasDisplay()) {
  stop([
    'There is no display to show a window on (neither DISPLAY nor WAYLAND_DISPLAY is set).',
    'With a virtual one: xvfb-run -a npm start   (on Debian: apt-get install xvfb xauth chromium)',
    commandLineHint,
  ]);
}

await onProjectNode(import.meta.url);
await buildOrExit();
const isReal = await obtainElectron();
if (!isReal) await checkStandIn();
endLike(await launch(isReal));

/** @param {boolean} isReal */
function launch(isReal) {
  const args = electronArguments(isReal, process.argv.slice(2));
  return runHere(process.execPath, args, isReal ? process.env : standInEnvironment());
}

async function checkStandIn() {
  const browser = await findChromium();
  if (browser === undefined || browser.headlessOnly) {
    stop([
      "Electron's binary could not be downloaded, and no Chromium, Chrome or Edge is installed to stand in for it.",
      'Install one (on Debian: apt-get install chromium) or connect to the network, then run npm start again.',
      commandLineHint,
    ]);
  }
  say("Electron's binary could not be downloaded; running on Node and Chromium instead.");
}

/** @returns {Promise<{ headlessOnly: boolean } | undefined>} */
async function findChromium() {
  // By address: the stand-in is TypeScript of the test project, which this project's types do not include.
  const finder = await import(new URL('../test/electron-stand-in/chromium/find.ts', import.meta.url).href);
  return finder.findChromium();
}

/** Says why there is no window and ends with status 1. @param {readonly string[]} lines */
function stop(lines) {
  for (const line of lines) process.stderr.write(`${line}\n`);
  process.exit(1);
}
