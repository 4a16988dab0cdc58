import type { Language } from '#contract/model.ts';
import type { Words } from '#contract/words/catalogue.ts';
import type { Facts } from '#contract/words/words.ts';
import { fill, wordsFor } from '#contract/words/words.ts';

type TextKey = keyof Words['commandLine'];

/** Where the command line writes: people's words on stderr, data on stdout. */
export interface Output {
  readonly language: Language;
  readonly isJson: boolean;
  /** Writes a line of words on stderr. */
  say(key: TextKey, facts?: Facts): void;
  /** Writes a finished line on stderr. */
  sayLine(line: string): void;
  /** Shows a line that the next one replaces (on a terminal), or nothing. */
  sayLive(line: string): void;
  readonly isTerminal: boolean;
  /** Writes one JSON object on stdout; does nothing without `--json`. */
  tell(event: object): void;
  /** Writes text on stdout as it is. */
  print(text: string): void;
  text(key: TextKey, facts?: Facts): string;
}

export interface Streams {
  readonly stdout: NodeJS.WritableStream;
  readonly stderr: NodeJS.WritableStream & { readonly isTTY?: boolean; readonly columns?: number };
}

/** Makes the writer for one run in one language. */
export function createOutput(streams: Streams, language: Language, isJson: boolean): Output {
  const { stdout, stderr } = streams;
  const words = wordsFor(language).commandLine;
  const isTerminal = stderr.isTTY === true;
  let hasLiveLine = false;
  const clear = () => {
    if (hasLiveLine) stderr.write('\r\x1b[2K');
    hasLiveLine = false;
  };
  const sayLine = (line: string) => {
    clear();
    stderr.write(`${line}\n`);
  };
  const text = (key: TextKey, facts: Facts = {}) => fill(language, words[key], facts);
  return {
    language,
    isJson,
    isTerminal,
    text,
    say: (key, facts) => sayLine(text(key, facts)),
    sayLine,
    sayLive(line) {
      if (!isTerminal) return;
      clear();
      stderr.write(line.slice(0, (stderr.columns ?? 80) - 1));
      hasLiveLine = true;
    },
    tell(event) {
      if (isJson) stdout.write(`${JSON.stringify(event)}\n`);
    },
    print: (line) => void stdout.write(line),
  };
}
