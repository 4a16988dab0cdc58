/** Where the window's page lives: a scheme of our own with one host, served by `app-protocol.ts`. */
export const APP_SCHEME = 'app';
const APP_HOST = 'pixhaul';
export const PAGE_URL = `${APP_SCHEME}://${APP_HOST}/index.html`;

/** Tells whether a URL belongs to our own page and its parts. */
export function isOwnUrl(url: string): boolean {
  const { protocol, host, username, password } = URL.parse(url) ?? {};
  return protocol === `${APP_SCHEME}:` && host === APP_HOST && !username && !password;
}
