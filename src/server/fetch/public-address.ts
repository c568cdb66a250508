import type * as Ipaddr from 'ipaddr.js';

/**
 * Whether an address is one of the public internet: what IANA's registries call global unicast, an
 * IPv4 address inside an IPv6 one looked at by itself. Everything else is refused: loopback, private,
 * link-local, shared, documentation, multicast, reserved, and the ranges that translate or carry
 * IPv4 (NAT64, 6to4, Teredo).
 * @param address an IP address in any spelling; a zone makes it none
 */
export function isPublicAddress(ipaddr: typeof Ipaddr, address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  const read = ipaddr.process(address);
  if (read.range() !== 'unicast') return false;
  // Of IPv6 only 2000::/3 is given out; the rest is of no known use.
  return read.kind() === 'ipv4' || (read.toByteArray()[0]! & 0xe0) === 0x20;
}
