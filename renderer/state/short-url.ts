/** More than any link that is worth reading; a picture inside a link can be megabytes long. */
const MAX_SHOWN_LENGTH = 2_000;

/** A link as it is shown: whole, unless it holds a picture (then its type) or is longer than anyone reads. */
export function shortUrl(url: string): string {
  if (isDataUrl(url)) return `${/^[^;,]{0,80}/.exec(url)?.[0] ?? 'data:'}…`;
  return url.length <= MAX_SHOWN_LENGTH ? url : `${url.slice(0, MAX_SHOWN_LENGTH)}…`;
}

/** Whether the link holds its picture itself. */
export function isDataUrl(url: string): boolean {
  return /^data:/i.test(url);
}
