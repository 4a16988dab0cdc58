import { createNameSet } from './name-set.ts';
import { foldName, numberable, withNumber } from './name-text.ts';

export interface NamePlanner {
  /** The stem itself when no earlier one equals it, else the stem with the next free number. */
  plan(stem: string): string;
}

/**
 * Numbers the names of one list in its order: `name`, `name-2`, `name-3` … Stems are compared without extension, so
 * that no two planned names can meet whatever the bytes turn out to be. Equal lists get equal names.
 */
export function createNamePlanner(): NamePlanner {
  const taken = createNameSet();
  const nextNumbers = new Map<string, number>();
  return {
    plan(stem) {
      if (taken.add(foldName(stem))) return stem;
      const key = foldName(numberable(stem));
      let number = nextNumbers.get(key) ?? 2;
      let name = withNumber(stem, number);
      // Numbers that the list itself spells out ("photo-2") are stepped over, each once.
      while (!taken.add(foldName(name))) {
        number += 1;
        name = withNumber(stem, number);
      }
      nextNumbers.set(key, number + 1);
      return name;
    },
  };
}
