/** One row of an RFC 4180 table, without its line end: cells are quoted where they would be read as something else. */
export function csvLine(cells: readonly string[], delimiter: string): string {
  if (cells.length === 1 && cells[0] === '') return '""';
  return cells.map((cell) => csvCell(cell, delimiter)).join(delimiter);
}

function csvCell(cell: string, delimiter: string): string {
  const isPlain = !cell.includes(delimiter) && !/["\r\n]|^\s|\s$|^sep=/i.test(cell);
  return isPlain ? cell : `"${cell.replaceAll('"', '""')}"`;
}
