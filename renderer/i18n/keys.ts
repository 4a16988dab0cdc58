/** How a keyboard shortcut is written on the person's system. */

const MAC_SIGNS: Readonly<Record<string, string>> = { Mod: '⌘', Shift: '⇧', Alt: '⌥', Del: '⌘⌫', Enter: '↩' };
const OTHER_SIGNS: Readonly<Record<string, string>> = { Mod: 'Ctrl' };

/** Writes `Mod+Shift+P` as `Ctrl+Shift+P`, on macOS as `⌘⇧P`. */
export function shortcutText(keys: string, platform: string | undefined): string {
  const isMac = platform === 'darwin';
  const signs = isMac ? MAC_SIGNS : OTHER_SIGNS;
  return keys
    .split('+')
    .map((key) => signs[key] ?? key)
    .join(isMac ? '' : '+');
}
