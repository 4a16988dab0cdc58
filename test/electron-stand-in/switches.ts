/** Electron's command line, taken apart. */
export type CommandLine = {
  readonly showVersion: boolean;
  /** Modules to load before the app's own (`-r`, `--require`). */
  readonly preloads: readonly string[];
  /** `--name` and `--name=value`, without the dashes; a bare one has the value ''. */
  readonly switches: ReadonlyMap<string, string>;
  /** The app's folder or main file; undefined when none was named. */
  readonly app: string | undefined;
};

/** Reads Electron's arguments (without the executable); switches count wherever they stand, up to a bare `--`. */
export function parseCommandLine(args: readonly string[]): CommandLine {
  const preloads: string[] = [];
  const switches = new Map<string, string>();
  let app: string | undefined;
  let showVersion = false;
  for (let at = 0; at < args.length && args[at] !== '--'; at++) {
    const argument = args[at] ?? '';
    if (app === undefined && (argument === '-r' || argument === '--require')) preloads.push(args[++at] ?? '');
    else if (app === undefined && (argument === '-v' || argument === '--version')) showVersion = true;
    else if (argument.startsWith('--')) {
      const [name = '', ...value] = argument.slice(2).split('=');
      switches.set(name, value.join('='));
    } else if (!argument.startsWith('-')) app ??= argument;
  }
  return { showVersion, preloads, switches, app };
}

/** The port of `--inspect`'s value ("", "0", "9230", "127.0.0.1:9230"); Node's own default without one. */
export function inspectorPort(value: string): number {
  const port = value.split(':').at(-1) ?? '';
  return port === '' ? 9229 : Number(port);
}
