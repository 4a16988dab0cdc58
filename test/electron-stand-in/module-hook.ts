import { registerHooks } from 'node:module';

const key = 'pixhaulStandInElectron';
const url = 'pixhaul-stand-in:electron';

/** The module text that gives `names` of a global object as an ES module, with the object as its default. */
export function moduleText(names: readonly string[]): string {
  const exports = names.map((name) => `export const ${name} = electron.${name};`);
  return [`const electron = globalThis.${key};`, ...exports, 'export default electron;'].join('\n');
}

/** Makes `import 'electron'` and `require('electron')` give `electron`; its own path is not looked for. */
export function hookElectron(electron: Readonly<Record<string, unknown>>): void {
  Object.defineProperty(globalThis, key, { value: electron });
  const source = moduleText(Object.keys(electron));
  registerHooks({
    resolve: (name, context, next) => {
      if (/^electron\/renderer$/.test(name)) throw new Error('electron/renderer is not for the main process');
      return /^electron(\/(main|common))?$/.test(name)
        ? { url, format: 'module', shortCircuit: true }
        : next(name, context);
    },
    load: (address, context, next) =>
      address === url ? { format: 'module', source, shortCircuit: true } : next(address, context),
  });
}
