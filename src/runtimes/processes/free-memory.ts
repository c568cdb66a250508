import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/**
 * Collects garbage at once. Bytes that native libraries made lie outside of V8's heap, and nothing else
 * hurries it: where files are tens of megabytes, those that nobody needs any more add up.
 */
export function freeMemory(): void {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
}
