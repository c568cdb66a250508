import { afterAll, beforeAll } from 'vitest';
import type { CodecSession } from '#src/codecs/codec.js';
import { convert } from '#src/image/convert.js';
import type { Raster } from '#src/image/raster.js';
import { psnr } from '#src/metrics/psnr.js';
import { scoreOf } from '../../support/score.ts';
import { type Arm, everyArm, resources } from '../support.ts';

const found = await everyArm();

/** Every codec of the registry with every engine that is here, named for `describe.each`. */
export const arms = found.arms;
export const eachArm = arms.map((each) => [each.name, each] as const);

/** What cannot run here, and why. */
export const { missing } = found;

export const layouts = ([1, 3, 4] as const).flatMap((channels) =>
  ([8, 16] as const).map((depth) => ({ channels, depth })),
);

/** One session for all tests of a suite. */
export function useSession({ codec, settings }: Arm, use = resources): () => CodecSession {
  let session: CodecSession;
  beforeAll(async () => {
    session = await codec.open(settings, use);
  });
  afterAll(() => session.close());
  return () => session;
}

/** PSNR of the colours, over whatever channels and depth. */
export async function fidelity(stored: Raster, decoded: Raster): Promise<number> {
  const layout = { channels: stored.channels === 1 ? 3 : stored.channels, depth: stored.depth };
  return scoreOf(psnr, convert(stored, layout), convert(decoded, layout));
}
