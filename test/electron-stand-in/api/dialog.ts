import type { MessageBoxOptions, OpenDialogOptions, SaveDialogOptions } from 'electron';
import { record } from '../record.ts';
import { strict } from '../strict.ts';
import type { Question } from './desktop-dialog.ts';
import { askPerson } from './desktop-dialog.ts';

/** The options of `(window, options)` and of `(options)`. */
function optionsOf<Options extends object>(args: readonly unknown[]): Options {
  const options = args.at(-1);
  if (typeof options !== 'object' || options === null) throw new TypeError('Options must be an object');
  return options as Options;
}

function pathQuestion(
  { title, message, defaultPath = '' }: { title?: string; message?: string; defaultPath?: string },
  flags: readonly string[],
): Question {
  const text = message ?? title ?? 'Path';
  const zenity = [
    '--file-selection',
    '--separator=\n',
    `--title=${text}`,
    `--filename=${defaultPath}`,
    ...flags,
  ];
  return { zenity, text, proposal: defaultPath };
}

async function showOpenDialog(...args: unknown[]): Promise<{ canceled: boolean; filePaths: string[] }> {
  const options = optionsOf<OpenDialogOptions>(args);
  record('dialog.showOpenDialog', options);
  const { properties = [] } = options;
  const flags = [
    ...(properties.includes('openDirectory') ? ['--directory'] : []),
    ...(properties.includes('multiSelections') ? ['--multiple'] : []),
  ];
  const chosen = await askPerson(pathQuestion(options, flags));
  return { canceled: !chosen, filePaths: chosen ?? [] };
}

async function showSaveDialog(...args: unknown[]): Promise<{ canceled: boolean; filePath: string }> {
  const options = optionsOf<SaveDialogOptions>(args);
  record('dialog.showSaveDialog', options);
  const chosen = await askPerson(pathQuestion(options, ['--save']));
  return { canceled: !chosen, filePath: chosen?.[0] ?? '' };
}

/** Without a person, the answer that does least: the cancel button, or the default one. */
function quietResponse(options: MessageBoxOptions): number {
  return options.cancelId ?? options.defaultId ?? 0;
}

async function showMessageBox(...args: unknown[]): Promise<{ response: number; checkboxChecked: boolean }> {
  const options = optionsOf<MessageBoxOptions>(args);
  record('dialog.showMessageBox', options);
  const { buttons = ['OK'], message, detail = '', checkboxChecked = false } = options;
  const numbered = buttons.map((button, at) => `${at + 1} = ${button}`);
  const text = `${message}\n\n${detail}`.trim();
  const answer = await askPerson({
    zenity: ['--list', '--hide-header', '--column=Answer', `--text=${text}`, ...numbered],
    text: [text, ...numbered].join('\n'),
    proposal: String((options.defaultId ?? 0) + 1),
  });
  const response = Number.parseInt(answer?.[0] ?? '', 10) - 1;
  return { response: response in buttons ? response : quietResponse(options), checkboxChecked };
}

/** Electron's `dialog`: recorded, and answered by a person where there is one, else by Cancel. */
export const dialog = strict('dialog', {
  showOpenDialog,
  showSaveDialog,
  showMessageBox,
  showOpenDialogSync: (...args: unknown[]): string[] | undefined => {
    record('dialog.showOpenDialogSync', optionsOf(args));
    return undefined;
  },
  showSaveDialogSync: (...args: unknown[]): string => {
    record('dialog.showSaveDialogSync', optionsOf(args));
    return '';
  },
  showMessageBoxSync: (...args: unknown[]): number => {
    record('dialog.showMessageBoxSync', optionsOf(args));
    return quietResponse(optionsOf(args));
  },
  showErrorBox: (title: string, content: string): void => {
    record('dialog.showErrorBox', title, content);
    console.error(`${title}\n${content}`);
  },
});
