import { hash } from 'node:crypto';
import { wrongOption } from '../base/errors.js';

/** One of several parts of the same work, each done somewhere else. */
export interface Shard {
  /** From 1. */
  readonly part: number;
  readonly parts: number;
}

/** What a shard is told by, for messages. */
const form = 'a part of a whole, such as 3/8: the third of eight';

/** More parts than anybody has machines: a slip of the keyboard. */
const mostParts = 1_000_000;

/**
 * Reads `3/8`.
 * @throws UsageError for anything else, and where there is no such part
 */
export function parseShard(text: string): Shard {
  const [, part = '', parts = ''] = /^(\d{1,7})\/(\d{1,7})$/.exec(text.trim()) ?? [];
  const shard = { part: Number(part), parts: Number(parts) };
  if (part !== '' && shard.part >= 1 && shard.part <= shard.parts && shard.parts <= mostParts) {
    return shard;
  }
  throw wrongOption('shard', form, text);
}

/**
 * Whether a picture belongs to a shard. That depends on its content and the count of parts alone: not
 * on what else is selected, measured already, or asked of it. All that is measured of a picture lies in
 * one shard.
 * @param sha256 of the picture's file
 */
export function isInShard({ part, parts }: Shard, sha256: string): boolean {
  // Hashed once more: small files of one kind may have names and digests that were chosen.
  const drawn = Number.parseInt(hash('sha256', `shard|${sha256}`).slice(0, 12), 16);
  return drawn % parts === part - 1;
}
