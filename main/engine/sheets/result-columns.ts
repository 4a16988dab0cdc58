/** What a result sheet says of each row, in this order. */
export const RESULT_COLUMNS = ['file', 'status', 'width', 'height', 'sha256'] as const;

/**
 * Where the columns of an earlier result sheet begin, or -1. They stand side by side in their order; a number behind a
 * name keeps it apart from a column of the person's own, such as the width of an article.
 */
export function findResultColumns(names: readonly string[]): number {
  const isResult = (at: number) =>
    RESULT_COLUMNS.every((result, offset) => {
      const name = (names[at + offset] ?? '').trim().toLowerCase();
      return name === result || (name.startsWith(`${result} `) && /^ \d+$/.test(name.slice(result.length)));
    });
  for (let at = names.length - RESULT_COLUMNS.length; at >= 0; at -= 1) if (isResult(at)) return at;
  return -1;
}
