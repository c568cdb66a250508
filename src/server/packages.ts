import { WorkError } from '../base/errors.js';
import { howToInstall, isInstalled, type OptionalPackage } from '../runtimes/optional-packages.js';

const needed = [
  'fastify',
  '@fastify/helmet',
  '@fastify/multipart',
  '@fastify/rate-limit',
  '@fastify/swagger',
  '@fastify/swagger-ui',
  '@fastify/under-pressure',
  'ipaddr.js',
  'undici',
] as const satisfies readonly OptionalPackage[];

/**
 * Makes sure that what the service stands on is installed; a user of the bench alone has none of it.
 * @throws WorkError of code `library-missing` with the command that installs all that is missing
 */
export function demandPackages(): void {
  const missing = needed.filter((name) => !isInstalled(name));
  if (missing.length === 0) return;
  throw new WorkError(`the service cannot start: ${howToInstall(...missing)}`, {
    code: 'library-missing',
  });
}
