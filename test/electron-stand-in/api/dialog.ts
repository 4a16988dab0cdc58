import type { MessageBoxOptions, OpenDialogOptions, SaveDialogOptions } from 'electron';
import { record } from '../record.ts';
import { strict } from '../strict.ts';
import { askDesktop, canAsk } from './desktop-dialog.ts';

/** The options of `(window, options)` and of `(options)`. */
function optionsOf<Options extends object>(args: readonly unknown[]): Options {
  const options = args.at(-1);
  if (typeof options !== 'object' || options === null) throw new TypeError('Options must be an object');
  return options as Options;
}

async function showOpenDialog(...args: unknown[]): Promise<{ canceled: boolean; filePaths: string[] }> {
  const options = optionsOf<OpenDialogOptions>(args);
  record('dialog.showOpenDialog', options);
  const flags = ['--file-selection', '--separator=\n'];
  if (options.title) flags.push(`--title=${options.title}`);
  if (options.defaultPath) flags.push(`--filename=${options.defaultPath}/`);
  if (options.properties?.includes('openDirectory')) flags.push('--directory');
  if (options.properties?.includes('multiSelections')) flags.push('--multiple');
  const chosen = canAsk() ? await askDesktop(...flags) : undefined;
  return { canceled: !chosen, filePaths: chosen ?? [] };
}

async function showSaveDialog(...args: unknown[]): Promise<{ canceled: boolean; filePath: string }> {
  const options = optionsOf<SaveDialogOptions>(args);
  record('dialog.showSaveDialog', options);
  const flags = ['--file-selection', '--save', '--confirm-overwrite'];
  if (options.title) flags.push(`--title=${options.title}`);
  if (options.defaultPath) flags.push(`--filename=${options.defaultPath}`);
  const chosen = canAsk() ? await askDesktop(...flags) : undefined;
  return { canceled: !chosen, filePath: chosen?.[0] ?? '' };
}

/** Without a person, the answer that does least: the cancel button, or the default one. */
function quietResponse(options: MessageBoxOptions): number {
  return options.cancelId ?? options.defaultId ?? 0;
}

async function showMessageBox(...args: unknown[]): Promise<{ response: number; checkboxChecked: boolean }> {
  const options = optionsOf<MessageBoxOptions>(args);
  record('dialog.showMessageBox', options);
  const unanswered = { response: quietResponse(options), checkboxChecked: options.checkboxChecked ?? false };
  if (!canAsk()) return unanswered;
  const { buttons = ['OK'], message, detail = '' } = options;
  const text = `${message}\n\n${detail}`.trim();
  const chosen = await askDesktop('--list', '--hide-header', '--column=Answer', `--text=${text}`, ...buttons);
  const response = buttons.indexOf(chosen?.[0] ?? '');
  return response < 0 ? unanswered : { ...unanswered, response };
}

/** Electron's `dialog`: recorded, and answered by zenity where a person is there, else by Cancel. */
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
