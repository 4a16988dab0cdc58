import { createNameSet } from './name-set.ts';
import { foldName, numberable, withNumber } from './name-text.ts';

export interface NamePlanner {
  /**
   * The path itself (folders with `/`, no extension) when no earlier one equals it, else its last part with the next
   * free number. Folders that differ only in case or Unicode form are one folder, spelled as the first of them.
   */
  plan(path: string): string;
}

/**
 * Numbers the names of one list in its order: `name`, `name-2`, `name-3` … in each folder. Stems are compared without
 * extension, so that no two planned names can meet whatever the bytes turn out to be. Equal lists get equal names.
 */
export function createNamePlanner(): NamePlanner {
  const taken = createNameSet();
  const nextNumbers = new Map<string, number>();
  const spellOf = createSpelling();
  return {
    plan(path) {
      const end = path.lastIndexOf('/') + 1;
      const folder = end === 0 ? '' : spellOf(path.slice(0, end));
      const stem = end === 0 ? path : path.slice(end);
      const folded = foldName(folder + stem);
      if (taken.add(folded)) return folder + stem;
      const base = numberable(stem);
      const key = base === stem ? folded : foldName(folder + base);
      let number = nextNumbers.get(key) ?? 2;
      // Numbers that the list itself spells out ("photo-2") are stepped over, each once.
      while (!taken.add(withNumber(key, number))) number += 1;
      nextNumbers.set(key, number + 1);
      return folder + withNumber(base, number);
    },
  };
}

/** Gives equal folders (`a/b/`) the spelling of the first, part by part. */
function createSpelling(): (folder: string) => string {
  const spelled = new Map<string, string>();
  const spell = (folder: string): string => {
    const key = foldName(folder);
    const known = spelled.get(key);
    if (known !== undefined) return known;
    const parent = folder.lastIndexOf('/', folder.length - 2) + 1;
    const spelling = parent === 0 ? folder : spell(folder.slice(0, parent)) + folder.slice(parent);
    spelled.set(key, spelling);
    return spelling;
  };
  return spell;
}
