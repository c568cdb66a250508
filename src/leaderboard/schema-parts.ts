import { z } from 'zod';

/** Pieces that several parts of leaderboard.json's schema share. */

export const count = z.int().nonnegative();
export const interval = z.object({ low: z.number(), high: z.number() });

/** What a row stands for: a codec with its settings, by one version of one engine. */
export const identity = {
  codec: z.string(),
  /** The printed form of codec and settings. */
  spec: z.string(),
  settings: z.record(z.string(), z.union([z.number(), z.boolean(), z.string()])),
  engine: z.object({ name: z.string(), version: z.string(), runtime: z.string() }),
};
