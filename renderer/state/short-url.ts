/** More than any link that is worth reading; a picture inside a link can be megabytes long. */
const MAX_SHOWN_LENGTH = 2_000;
const MAX_DATA_LENGTH = 80;

/** A link as it is shown: whole, unless it holds a picture or is longer than anyone reads. */
export function shortUrl(url: string): string {
  const limit = url.startsWith('data:') ? MAX_DATA_LENGTH : MAX_SHOWN_LENGTH;
  return url.length <= limit ? url : `${url.slice(0, limit)}…`;
}
