const USERINFO = /([a-z][a-z0-9+.-]*:\/\/)[^\s/?#\\]*@/gi;

/** The URL (or the text around one) without user name and password; everything else, the query too, stays. */
export function maskUrl(url: string): string {
  return url.includes('@') ? url.replace(USERINFO, '$1') : url;
}
