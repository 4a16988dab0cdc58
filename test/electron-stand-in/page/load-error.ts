const numbers: Readonly<Record<string, number>> = {
  ERR_FAILED: -2,
  ERR_ABORTED: -3,
  ERR_BLOCKED_BY_CLIENT: -20,
  ERR_NAME_NOT_RESOLVED: -105,
  ERR_INVALID_URL: -300,
  ERR_UNKNOWN_URL_SCHEME: -302,
};

/** What loadURL rejects with: Electron's `code`, `errno` and `url`. */
export type LoadError = Error & { readonly code: string; readonly errno: number; readonly url: string };

/** The error of Electron's loadURL for Chromium's text, such as "net::ERR_ABORTED". */
export function makeLoadError(errorText: string, url: string): LoadError {
  const code = errorText.replace(/^net::/, '');
  const errno = numbers[code] ?? -2;
  return Object.assign(new Error(`${code} (${errno}) loading '${url}'`), { code, errno, url });
}
