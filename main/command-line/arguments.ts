import type { Language } from '#contract/model.ts';
import { COLLISIONS, LANGUAGES } from '#contract/model.ts';
import { nearestWord } from '../engine/nearest-word.ts';

/** What an option takes. */
type OptionKind =
  | { readonly kind: 'flag' }
  | { readonly kind: 'text' }
  | { readonly kind: 'number'; readonly minimum: number; readonly maximum: number }
  | { readonly kind: 'choice'; readonly choices: readonly string[] };

const flag = { kind: 'flag' } as const;
const text = { kind: 'text' } as const;
const number = (minimum: number, maximum: number) => ({ kind: 'number', minimum, maximum }) as const;
const choice = <const Choices extends readonly string[]>(...choices: Choices) =>
  ({ kind: 'choice', choices }) as const;

const COMMON = {
  '--help': flag,
  '--version': flag,
  '--language': choice(...LANGUAGES),
  '--json': flag,
} as const;
const COMMANDS = {
  download: {
    ...COMMON,
    '--out': text,
    '--jobs': number(1, 256),
    '--per-host': number(1, 64),
    '--retries': number(1, 10),
    '--name': text,
    '--on-collision': choice(...COLLISIONS),
    '--check': choice('decode', 'signature'),
    '--no-thumbnails': flag,
    '--accept-truncated': flag,
    '--manifest': text,
    '--sheet': text,
    '--state': text,
  },
  parse: { ...COMMON, '--as': choice('aria2') },
  check: { ...COMMON, '--jobs': number(1, 256), '--per-host': number(1, 64) },
} as const satisfies Record<string, Readonly<Record<string, OptionKind>>>;

export type CommandName = keyof typeof COMMANDS;
export const COMMAND_NAMES = Object.keys(COMMANDS) as readonly CommandName[];

export type OptionValue = string | number | true;
export interface ParsedCommand {
  readonly command: CommandName | null;
  readonly lists: readonly string[];
  readonly options: ReadonlyMap<string, OptionValue>;
}

/** Why a command line was not understood: a key of the words and what they mention. */
export interface UsageProblem {
  readonly problem:
    | 'unknownCommand'
    | 'unknownOption'
    | 'optionNeedsValue'
    | 'optionNeedsNumber'
    | 'optionNeedsChoice'
    | 'optionTwice';
  readonly facts: Readonly<Record<string, string | number>>;
}

const ALIASES: Readonly<Record<string, string>> = {
  '-o': '--out',
  '-j': '--jobs',
  '-h': '--help',
  '-V': '--version',
};

/** Reads the arguments after the program's name; `-` alone is a list (standard input), `--` ends the options. */
export function parseArguments(words: readonly string[]): ParsedCommand | UsageProblem {
  const first = words.find((word) => !word.startsWith('-'));
  if (first !== undefined && !isCommand(first)) {
    return {
      problem: 'unknownCommand',
      facts: { command: first, nearest: nearestWord(first, COMMAND_NAMES) ?? '' },
    };
  }
  const table: Readonly<Record<string, OptionKind>> = first === undefined ? COMMON : COMMANDS[first];
  const options = new Map<string, OptionValue>();
  const lists: string[] = [];
  const rest = [...words];
  let isCommandSeen = false;
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    if (word === '--') {
      lists.push(...rest.splice(0));
    } else if (word === '-' || !word.startsWith('-')) {
      if (isCommandSeen) lists.push(word);
      isCommandSeen = true;
    } else {
      const problem = readOption(word, rest, table, options);
      if (problem) return problem;
    }
  }
  return { command: first ?? null, lists, options };
}

function readOption(
  word: string,
  rest: string[],
  table: Readonly<Record<string, OptionKind>>,
  options: Map<string, OptionValue>,
): UsageProblem | null {
  const [given = word, ...joined] = word.split('=');
  const name = ALIASES[given] ?? given;
  const option = Object.hasOwn(table, name) ? table[name] : undefined;
  if (!option) {
    const candidates = Object.keys(table);
    return {
      problem: 'unknownOption',
      facts: { option: given, nearest: nearestWord(name, candidates) ?? '' },
    };
  }
  if (options.has(name)) return { problem: 'optionTwice', facts: { option: name } };
  if (option.kind === 'flag') {
    options.set(name, true);
    return null;
  }
  const value = joined.length > 0 ? joined.join('=') : rest.shift();
  if (value === undefined || value === '') return { problem: 'optionNeedsValue', facts: { option: name } };
  return setValue(name, value, option, options);
}

function setValue(
  name: string,
  value: string,
  option: Exclude<OptionKind, { kind: 'flag' }>,
  options: Map<string, OptionValue>,
): UsageProblem | null {
  if (option.kind === 'choice' && !option.choices.includes(value)) {
    return {
      problem: 'optionNeedsChoice',
      facts: { option: name, choices: option.choices.join(', '), value },
    };
  }
  if (option.kind !== 'number') {
    options.set(name, value);
    return null;
  }
  const { minimum, maximum } = option;
  const amount = /^\d+$/.test(value) ? Number(value) : Number.NaN;
  if (!(amount >= minimum && amount <= maximum)) {
    return { problem: 'optionNeedsNumber', facts: { option: name, minimum, maximum, value } };
  }
  options.set(name, amount);
  return null;
}

const isCommand = (word: string): word is CommandName => (COMMAND_NAMES as readonly string[]).includes(word);

/** The language of what is said: the option, else the environment, else English. */
export function chooseLanguage(given: OptionValue | undefined, environment: NodeJS.ProcessEnv): Language {
  const wished =
    typeof given === 'string'
      ? given
      : (environment['LC_ALL'] ?? environment['LC_MESSAGES'] ?? environment['LANG'] ?? '');
  return /^zh/i.test(wished) ? 'zh-CN' : 'en';
}
