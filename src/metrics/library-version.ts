import { createRequire } from 'node:module';
import { z } from 'zod';

const require = createRequire(import.meta.url);

/**
 * Version of a metric that a library computes: `1+3.5.0`, how it is fed and the library's own
 * version, either of which may change values.
 */
export function versionWithLibrary(feeding: number, library: string): string {
  const { version } = z.object({ version: z.string() }).parse(require(`${library}/package.json`));
  return `${feeding}+${version}`;
}
