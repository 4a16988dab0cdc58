import type { MenuItemConstructorOptions } from 'electron';
import { expect, test, vi } from 'vitest';
import { LANGUAGES } from '#contract/model.ts';

vi.mock('electron', async () => (await import('./fake-electron.ts')).electron);
const { menuTemplate } = await import('../../../main/electron/menu.ts');

type Item = MenuItemConstructorOptions;
const flatten = (items: readonly Item[]): readonly Item[] =>
  items.flatMap((item) => [item, ...flatten((item.submenu as Item[] | undefined) ?? [])]);

test.each(LANGUAGES.flatMap((language) => [true, false].map((isMac) => ({ language, isMac }))))(
  'every entry has words of its own, and none opens developer tools ($language, macOS: $isMac)',
  ({ language, isMac }) => {
    const items = flatten(menuTemplate(language, isMac, () => {}));
    for (const item of items) if (item.type !== 'separator') expect(item.label).toBeTruthy();
    const roles = items.map(({ role }) => role);
    expect(roles).not.toContain('toggleDevTools');
    expect(roles).not.toContain('reload');
    expect(roles).toEqual(
      expect.arrayContaining(['quit', 'copy', 'paste', 'selectAll', 'minimize', 'close']),
    );
    const keys = items.flatMap(({ accelerator }) => accelerator ?? []);
    expect(new Set(keys).size).toBe(keys.length);
  },
);

test.each([
  ['Add Links…', 'add'],
  ['Open List…', 'open-list'],
  ['Settings…', 'settings'],
  ['Search', 'search'],
  ['About Pixhaul', 'about'],
])('%s tells the window %s', (label, command) => {
  const chosen = vi.fn();
  const item = flatten(menuTemplate('en', true, chosen)).find((candidate) => candidate.label === label);
  (item!.click as () => void)();
  expect(chosen).toHaveBeenCalledExactlyOnceWith(command);
});
