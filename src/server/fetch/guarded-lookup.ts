import type { LookupAddress } from 'node:dns';
import { lookup as systemLookup } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { blocked, type UrlRules } from './check-url.js';

/** Finds all addresses of a name. */
export type Resolve = (
  host: string,
  done: (error: Error | null, addresses: readonly LookupAddress[]) => void,
) => void;

/** By the resolver of the system. */
export const resolveBySystem: Resolve = (host, done) =>
  systemLookup(host, { all: true, verbatim: true }, (error, addresses) =>
    done(error, error ? [] : addresses),
  );

/**
 * The lookup of a connection: what it gives back is what is connected to, so that a name cannot mean one
 * address while it is checked and another one afterwards. One address that is not public refuses all.
 */
export function guardedLookup(
  { isPublic, privateHosts }: Pick<UrlRules, 'isPublic' | 'privateHosts'>,
  resolve: Resolve,
): LookupFunction {
  return (host, options, done) => {
    resolve(host, (error, addresses) => {
      const first = addresses[0];
      if (error !== null || first === undefined) {
        return done(error ?? new Error(`${host} has no address`), []);
      }
      const isAllowed =
        privateHosts.includes(host) || addresses.every(({ address }) => isPublic(address));
      if (!isAllowed) {
        return done(blocked(`the address of ${host} is not of the public internet`), []);
      }
      if (options.all) return done(null, [...addresses]);
      return done(null, first.address, first.family);
    });
  };
}
