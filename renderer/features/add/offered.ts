import type { Offered } from '../../state/draft-text.ts';

/** The text of a paste or a drop, in the forms that it comes in. */
export function offeredBy(data: DataTransfer | null): Offered {
  return {
    plain: data?.getData('text/plain') ?? '',
    html: data?.getData('text/html') ?? '',
    uriList: data?.getData('text/uri-list') ?? '',
  };
}
