import { templateHelp } from '#contract/words/template-words.ts';
import { fill, wordsFor } from '#contract/words/words.ts';
import type { ParsedCommand, UsageProblem } from './arguments.ts';
import { chooseLanguage, parseArguments } from './arguments.ts';
import { check } from './check.ts';
import { download } from './download.ts';
import { EXIT } from './exit.ts';
import type { Output, Streams } from './output.ts';
import { createOutput } from './output.ts';
import { parse } from './parse.ts';
import type { Input } from './read-list.ts';

export interface CommandLine extends Streams {
  /** The words after the program's name. */
  readonly words: readonly string[];
  readonly environment: NodeJS.ProcessEnv;
  readonly stdin: Input;
  readonly appVersion: string;
  /** Aborted when the person interrupts. */
  readonly interrupted: AbortSignal;
}

/** Runs one command to its end and answers the exit status. */
export async function runCommandLine(line: CommandLine): Promise<number> {
  const parsed = parseArguments(line.words);
  if ('problem' in parsed) return sayProblem(parsed, line);
  const { command, options, lists } = parsed;
  const language = chooseLanguage(options.get('--language'), line.environment);
  const output = createOutput(line, language, options.has('--json'));
  if (options.has('--version')) return printAndEnd(output, `${line.appVersion}\n`);
  if (options.has('--help')) return printAndEnd(output, `${output.text('usage')}\n\n${namesHelp(output)}`);
  return runCommand({ command, options, lists }, line, output);
}

function runCommand(parsed: ParsedCommand, line: CommandLine, output: Output): Promise<number> | number {
  switch (parsed.command) {
    case 'download':
      return download({ ...line, lists: parsed.lists, options: parsed.options }, output);
    case 'parse':
      return parse({ lists: parsed.lists, stdin: line.stdin, options: parsed.options }, output).then(
        (status) => (line.interrupted.aborted ? EXIT.interrupted : status),
      );
    case 'check':
      return check({ ...line, lists: parsed.lists, options: parsed.options }, output);
    case null:
      output.say('usage');
      return EXIT.usage;
  }
}

function printAndEnd(output: Output, text: string): number {
  output.print(text);
  return EXIT.allSaved;
}

/** What templates for names are made of, in three columns. */
function namesHelp(output: Output): string {
  const help = templateHelp(output.language);
  const widthOf = (texts: readonly string[]) => Math.max(...texts.map((text) => text.length)) + 2;
  const formWidth = widthOf(help.map(({ form }) => form));
  const exampleWidth = widthOf(help.map(({ example }) => example));
  const lines = help.map(
    ({ form, example, sentence }) =>
      `  ${form.padEnd(formWidth)}${example.padEnd(exampleWidth)}${sentence}\n`,
  );
  return `${output.text('names')}\n${lines.join('')}`;
}

function sayProblem({ problem, facts }: UsageProblem, line: CommandLine): number {
  const language = chooseLanguage(undefined, line.environment);
  line.stderr.write(`${fill(language, wordsFor(language).commandLine[problem], facts)}\n`);
  return EXIT.usage;
}
