import { afterAll, beforeAll } from 'vitest';
import { openVips, type VipsSession } from '#src/runtimes/wasm/vips.js';

/** Keeps wasm-vips going for the tests of a file: to get going again takes it half a second. */
export function keepVipsWarm(): void {
  let standby: VipsSession;
  beforeAll(async () => {
    standby = await openVips({ threads: 1 });
  });
  afterAll(() => standby.close());
}
