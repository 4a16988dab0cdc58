/**
 * Hosts that are never fetched, whoever names them: link-local IPv4 and the addresses and names under which clouds
 * hand out the secrets of a machine. Given as the URL parser writes hosts, so every numeric spelling is covered.
 */
const NAMES = new Set([
  'metadata',
  'metadata.google.internal',
  'metadata.goog',
  'instance-data',
  'instance-data.ec2.internal',
  '100.100.100.200',
  '192.0.0.192',
  '[fd00:ec2::254]',
  '[fd20:ce::254]',
]);
const LINK_LOCAL = /^169\.254\./;
/** 169.254/16 inside IPv6: mapped, compatible, translated (64:ff9b::/96) and 6to4 (2002::/16). */
const LINK_LOCAL_IN_IPV6 = /^\[(?:::(?:ffff:)?(?:0:)?a9fe:|64:ff9b::a9fe:|2002:a9fe:)/;

/** Whether a hostname, as the URL parser gives it, is link-local or a cloud's metadata service. */
export function isRefusedHost(hostname: string): boolean {
  const name = hostname.endsWith('.') ? hostname.slice(0, -1) : hostname;
  return LINK_LOCAL.test(name) || LINK_LOCAL_IN_IPV6.test(name) || NAMES.has(name);
}
