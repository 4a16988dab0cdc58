/** What the page may load: its own files and `data:` pictures, nothing from elsewhere, no inline code. */
const DIRECTIVES = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-src 'none'",
  "object-src 'none'",
  "worker-src 'self'",
  "require-trusted-types-for 'script'",
];

/** The policy for a `<meta>` element, which may not hold `frame-ancestors`. */
export const META_POLICY: string = DIRECTIVES.join('; ');
/** The policy that every answer of our scheme bears. */
export const HEADER_POLICY = `${META_POLICY}; frame-ancestors 'none'`;
