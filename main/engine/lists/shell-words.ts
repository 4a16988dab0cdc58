/** The words of one command of a shell. */
export interface ShellCommand {
  /** Where it begins, from 1. */
  readonly line: number;
  readonly words: readonly string[];
  /** Another one stands before it on its line. */
  readonly isFollowing: boolean;
}

export interface ShellReader {
  push(text: string): void;
  end(): void;
}

/** Longer commands carry data, not links; what goes beyond is not kept. */
const MAX_COMMAND_LENGTH = 1024 * 1024;
const ESCAPES: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  a: '\x07',
  b: '\b',
  e: '\x1b',
  E: '\x1b',
  f: '\f',
  v: '\v',
};
/** What a caret protects in commands for Windows, as browsers copy them. */
const CARET_ESCAPES = new Set(['"', '&', '%', '^', '|', '<', '>']);
/** A line that goes on, also where blanks were left behind the mark. */
const JOIN = /\\[ \t]{0,8}\n/y;
/** The longest of what is read at once. */
const LONGEST_STEP = 12;

type Quote = '' | "'" | '"' | "$'";

/**
 * Reads commands of bash, and those for the command line of Windows that browsers copy: quotes of all kinds, lines
 * joined by `\` or `^`, comments, several commands a line. A command ends with its line, `;`, `|` or `&`; the last two
 * and the first only where a blank or the line's end follows, so that a URL without quotes stays whole.
 */
export function createShellReader(onCommand: (command: ShellCommand) => void): ShellReader {
  let words: string[] = [];
  let word: string | null = null;
  let quote: Quote = '';
  let isWindows = false;
  let isComment = false;
  let isFollowing = false;
  let line = 1;
  let firstLine = 1;
  let length = 0;
  /** What cannot be read before more has come. */
  let rest = '';

  const put = (text: string) => {
    if (word === null && words.length === 0) firstLine = line;
    length += text.length;
    word = (word ?? '') + (length > MAX_COMMAND_LENGTH ? '' : text);
  };
  const endWord = () => {
    if (word !== null) words.push(word);
    word = null;
  };
  const endCommand = () => {
    endWord();
    if (words.length > 0) onCommand({ line: firstLine, words, isFollowing });
    words = [];
    isWindows = false;
    length = 0;
  };

  /** Reads what is at a place; answers how long it was. */
  const readAt = (text: string, at: number): number => {
    const character = text.charAt(at);
    const next = text.charAt(at + 1);
    if (isComment) return readComment(text, at);
    if (character === '^' && quote !== "'" && quote !== "$'") return readCaret(text, at, next);
    if (quote === '') return readBare(text, at, character, next);
    if (character === '\n') line += 1;
    if (character === closerOf(quote)) {
      const isDoubled = isWindows && quote === '"' && next === '"';
      if (isDoubled) put('"');
      else quote = '';
      return isDoubled ? 2 : 1;
    }
    if (character === '\\' && quote !== "'") return readEscape(text, at, next);
    put(character);
    return 1;
  };
  const readComment = (text: string, at: number): number => {
    const end = text.indexOf('\n', at);
    isComment = end < 0;
    return end < 0 ? text.length - at : end - at;
  };
  const readCaret = (text: string, at: number, next: string): number => {
    isWindows ||= next === '\n' || next === '"';
    if (next === '\n') {
      line += 1;
      if (quote === '') endWord();
      return 2;
    }
    const [quoted] = isWindows ? (/^\\\^?"/.exec(text.slice(at + 1, at + 4)) ?? []) : [];
    if (quoted !== undefined) {
      put('"');
      return 1 + quoted.length;
    }
    // Browsers write `%^20` so that nothing is taken for a variable.
    const isEscape = isWindows || CARET_ESCAPES.has(next) || word?.endsWith('%') === true;
    if (isEscape && next === '"') readQuote();
    else put(isEscape ? next : '^');
    return isEscape ? 2 : 1;
  };
  /** A quote that a caret protects is one for the program: it opens and closes there. */
  const readQuote = () => {
    quote = quote === '"' ? '' : '"';
    put('');
  };
  const readEscape = (text: string, at: number, next: string): number => {
    if (next === '\n') line += 1;
    if (quote === "$'") return readAnsi(text, at + 1);
    if (next === '\n') return 2;
    const isEscape = '$`"\\'.includes(next) && next !== '';
    put(isEscape ? next : '\\');
    return isEscape ? 2 : 1;
  };
  const readAnsi = (text: string, at: number): number => {
    const code = /^(?:x([0-9a-f]{1,2})|u([0-9a-f]{1,4})|U([0-9a-f]{1,8})|([0-7]{1,3}))/i.exec(
      text.slice(at, at + 9),
    );
    const [all = '', hex, short, long, octal] = code ?? [];
    if (code) {
      const number =
        octal === undefined ? Number.parseInt(hex ?? short ?? long ?? '', 16) : Number.parseInt(octal, 8);
      put(number <= 0x10ffff ? String.fromCodePoint(number) : '\ufffd');
      return 1 + all.length;
    }
    const character = text.charAt(at);
    put(ESCAPES[character] ?? character);
    return 2;
  };
  const readBare = (text: string, at: number, character: string, next: string): number => {
    if (character === '\n') {
      endCommand();
      isFollowing = false;
      line += 1;
      return 1;
    }
    if (character === ' ' || character === '\t') {
      endWord();
      return 1;
    }
    if (character === '\\') return readJoin(text, at, next);
    if (character === '#' && word === null) {
      isComment = true;
      return 1;
    }
    if (isSeparator(character, next, word === null)) {
      endCommand();
      isFollowing = true;
      return 1;
    }
    return readOpening(character, next);
  };
  const readJoin = (text: string, at: number, next: string): number => {
    JOIN.lastIndex = at;
    const join = JOIN.exec(text)?.[0];
    if (join !== undefined) line += 1;
    else put(next);
    return join?.length ?? 2;
  };
  const readOpening = (character: string, next: string): number => {
    if (character === '$' && next === "'") {
      quote = "$'";
      put('');
      return 2;
    }
    if (character === '"' || character === "'") quote = character;
    put(quote === '' ? character : '');
    return 1;
  };
  const readAll = (text: string, isEnd: boolean) => {
    const safeEnd = isEnd ? text.length : Math.max(0, text.length - LONGEST_STEP);
    let at = 0;
    while (at < safeEnd) at += readAt(text, at);
    rest = text.slice(at);
  };
  return {
    push(text) {
      const all = rest + text;
      // A line end that is cut in two is waited for.
      const cut = all.endsWith('\r') ? all.slice(0, -1) : all;
      readAll(cut.replace(/\r\n?/g, '\n'), false);
      rest += all.slice(cut.length);
    },
    end() {
      readAll(rest.replace(/\r\n?/g, '\n'), true);
      endCommand();
    },
  };
}

const closerOf = (quote: Quote) => quote.at(-1) ?? '';

function isSeparator(character: string, next: string, isBetweenWords: boolean): boolean {
  if (character !== ';' && character !== '|' && character !== '&') return false;
  return isBetweenWords || next === '' || /[\s;|&]/.test(next);
}
