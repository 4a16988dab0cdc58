// Chromium cannot navigate to a scheme it does not know, so app://host/path is https://host.app.localhost/path in
// the page. The app itself, on the other side of the interception, never sees the latter.

const innerHost = /^(.+)\.([a-z][a-z0-9+-]*)\.localhost$/;
const fileHost = 'local.file.localhost';

/** The address that Chromium is given for `url`; `schemes` are those the app registered. */
export function toInner(url: string, schemes: ReadonlySet<string>): string {
  const parsed = new URL(url);
  const scheme = parsed.protocol.slice(0, -1);
  const rest = `${parsed.pathname}${parsed.search}${parsed.hash}`;
  if (scheme === 'file') return `https://${fileHost}${rest}`;
  return schemes.has(scheme) ? `https://${parsed.host}.${scheme}.localhost${rest || '/'}` : url;
}

/** The address that the app sees for one of Chromium's; others come back unchanged. */
export function toOuter(url: string): string {
  if (!URL.canParse(url)) return url;
  const parsed = new URL(url);
  const match = innerHost.exec(parsed.hostname);
  if (!match || parsed.protocol !== 'https:') return url;
  const host = match[2] === 'file' ? '' : match[1];
  return `${match[2]}://${host}${parsed.pathname}${parsed.search}${parsed.hash}`;
}

/** The origin as Electron tells it: `app://host` for a registered scheme, where Node's URL says "null". */
export function originOf(url: string): string {
  if (!URL.canParse(url)) return 'null';
  const { origin, protocol, host } = new URL(url);
  return origin === 'null' && host ? `${protocol}//${host}` : origin;
}

/** A Content-Security-Policy with the app's own schemes written as Chromium meets them. */
export function policyToInner(policy: string, schemes: ReadonlySet<string>): string {
  let written = policy;
  for (const scheme of schemes) {
    written = written
      .replaceAll(new RegExp(`\\b${scheme}://([a-z0-9.-]+)`, 'g'), `https://$1.${scheme}.localhost`)
      .replaceAll(new RegExp(`(^|[\\s;])${scheme}:(?=[\\s;]|$)`, 'g'), `$1https://*.${scheme}.localhost`);
  }
  return written;
}
