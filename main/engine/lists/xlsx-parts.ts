import { unzipSync } from 'fflate';

/** Far above any workbook; what claims more is made to fill the memory. */
const MAX_INFLATED_BYTES = 512 * 1024 * 1024;
const MAX_ENTRIES = 10_000;
const SPELT_CHARACTER = /_x([\da-f]{4})_/gi;

export type WorkbookProblem = 'damaged' | 'too-large';

/** Says why a workbook cannot be read; caught where it is opened. */
export class WorkbookError extends Error {
  readonly problem: WorkbookProblem;
  constructor(problem: WorkbookProblem) {
    super(`The workbook is ${problem}`);
    this.problem = problem;
  }
}

/** The files of a ZIP archive, inflated when they are asked for, never more than the limit in all. */
export interface Archive {
  /** Null where there is no such file. */
  read(name: string): Uint8Array | null;
}

/** Opens a ZIP archive; throws `WorkbookError` for what is none, or inflates to more than the limit. */
export function openArchive(bytes: Uint8Array): Archive {
  const names = new Map<string, string>();
  let entries = 0;
  let inflated = 0;
  const unzip = (wanted: string | null) => {
    try {
      return unzipSync(bytes, {
        filter({ name, originalSize }) {
          const plain = name.replaceAll('\\', '/').replace(/^\/+/, '').toLowerCase();
          if (wanted === null) {
            entries += 1;
            if (entries > MAX_ENTRIES) throw new WorkbookError('too-large');
            names.set(plain, name);
          }
          if (wanted === null || name !== wanted) return false;
          inflated += originalSize;
          if (inflated > MAX_INFLATED_BYTES) throw new WorkbookError('too-large');
          return true;
        },
      });
    } catch (error) {
      // The library throws for every kind of damage.
      throw error instanceof WorkbookError ? error : new WorkbookError('damaged');
    }
  };
  unzip(null);
  return {
    read(name) {
      const stored = names.get(name.replace(/^\/+/, '').toLowerCase());
      return stored === undefined ? null : (unzip(stored)[stored] ?? null);
    },
  };
}

/** `_x000D_` is how Excel writes a character that XML cannot hold. */
export function unescapeExcel(text: string): string {
  if (!text.includes('_x')) return text;
  return text.replace(SPELT_CHARACTER, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
}
