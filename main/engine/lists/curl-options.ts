/** What the options of curl mean for a fetch of ours. */
export type CurlMeaning =
  | 'header'
  | 'user-agent'
  | 'referer'
  | 'cookie'
  | 'user'
  | 'output'
  | 'output-dir'
  | 'proxy'
  | 'url'
  | 'url-query'
  | 'request'
  | 'data'
  | 'data-urlencode'
  | 'body'
  | 'get'
  | 'globoff'
  | 'next'
  | 'other';

interface CurlOption {
  readonly meaning: CurlMeaning;
  readonly takesValue: boolean;
}

const MEANINGS: Readonly<Record<string, CurlMeaning>> = {
  header: 'header',
  'user-agent': 'user-agent',
  referer: 'referer',
  cookie: 'cookie',
  user: 'user',
  output: 'output',
  'output-dir': 'output-dir',
  proxy: 'proxy',
  url: 'url',
  'url-query': 'url-query',
  request: 'request',
  data: 'data',
  'data-ascii': 'data',
  'data-raw': 'data',
  'data-urlencode': 'data-urlencode',
  'data-binary': 'body',
  form: 'body',
  'form-string': 'body',
  'upload-file': 'body',
  json: 'body',
  get: 'get',
  globoff: 'globoff',
  next: 'next',
};

/** Long options that take a value, besides those above. */
const VALUED = new Set(
  `abstract-unix-socket alt-svc aws-sigv4 cacert capath cert cert-type ciphers config connect-timeout connect-to
  continue-at cookie-jar create-file-mode crlfile curves delegation dns-interface dns-ipv4-addr dns-ipv6-addr
  dns-servers doh-url dump-header ech egd-file engine etag-compare etag-save expect100-timeout ftp-account
  ftp-alternative-to-user ftp-method ftp-port ftp-ssl-ccc-mode happy-eyeballs-timeout-ms haproxy-clientip
  hostpubmd5 hostpubsha256 hsts interface ip-tos ipfs-gateway keepalive-cnt keepalive-time key key-type krb libcurl
  limit-rate local-port login-options mail-auth mail-from mail-rcpt max-filesize max-redirs max-time netrc-file
  noproxy oauth2-bearer parallel-max pass pinnedpubkey preproxy proto proto-default proto-redir proxy-cacert
  proxy-capath proxy-cert proxy-cert-type proxy-ciphers proxy-crlfile proxy-header proxy-key proxy-key-type
  proxy-pass proxy-pinnedpubkey proxy-service-name proxy-tls13-ciphers proxy-tlsauthtype proxy-tlspassword
  proxy-tlsuser proxy-user proxy1.0 pubkey quote random-file range rate request-target resolve retry retry-delay
  retry-max-time sasl-authzid service-name socks4 socks4a socks5 socks5-gssapi-service socks5-hostname speed-limit
  speed-time stderr telnet-option tftp-blksize time-cond tls-max tls13-ciphers tlsauthtype tlspassword tlsuser trace
  trace-ascii unix-socket variable vlan-priority write-out`.split(/\s+/),
);

const SHORT: Readonly<Record<string, string>> = {
  H: 'header',
  A: 'user-agent',
  e: 'referer',
  b: 'cookie',
  u: 'user',
  o: 'output',
  x: 'proxy',
  X: 'request',
  d: 'data',
  F: 'form',
  T: 'upload-file',
  G: 'get',
  g: 'globoff',
  ':': 'next',
  C: 'continue-at',
  c: 'cookie-jar',
  D: 'dump-header',
  E: 'cert',
  K: 'config',
  m: 'max-time',
  P: 'ftp-port',
  Q: 'quote',
  r: 'range',
  t: 'telnet-option',
  U: 'proxy-user',
  w: 'write-out',
  y: 'speed-time',
  Y: 'speed-limit',
  z: 'time-cond',
};
const WITHOUT_VALUE = new Set<CurlMeaning>(['get', 'globoff', 'next']);

function optionOf(longName: string): CurlOption {
  const meaning = Object.hasOwn(MEANINGS, longName) ? (MEANINGS[longName] ?? 'other') : 'other';
  const takesValue = meaning === 'other' ? VALUED.has(longName) : !WITHOUT_VALUE.has(meaning);
  return { meaning, takesValue };
}

export interface CurlArgument {
  readonly meaning: CurlMeaning;
  readonly value: string;
}

/** Reads the words behind `curl`, as curl does: `-sSLo name`, `-oname`, `--output name`. */
export function readCurlArguments(words: readonly string[]): readonly CurlArgument[] {
  const found: CurlArgument[] = [];
  const rest = words.values();
  const next = (): string => rest.next().value ?? '';
  for (const word of rest) {
    if (word.startsWith('--') && word.length > 2) {
      const { meaning, takesValue } = optionOf(word.slice(2));
      found.push({ meaning, value: takesValue ? next() : '' });
    } else if (word.startsWith('-') && word.length > 1 && word !== '--') {
      found.push(...shortOptions(word.slice(1), next));
    } else if (word !== '' && word !== '-' && word !== '--') {
      found.push({ meaning: 'url', value: word });
    }
  }
  return found;
}

function shortOptions(letters: string, next: () => string): readonly CurlArgument[] {
  const found: CurlArgument[] = [];
  for (let at = 0; at < letters.length; at += 1) {
    const { meaning, takesValue } = optionOf(SHORT[letters.charAt(at)] ?? '');
    const joined = letters.slice(at + 1);
    found.push({ meaning, value: takesValue ? joined || next() : '' });
    if (takesValue) break;
  }
  return found;
}
