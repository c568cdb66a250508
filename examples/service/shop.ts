// The pictures of a shop: estimate each by its address, decide which are worth the work, optimise those.

import type { Client } from './client.ts';

/** A picture as a shop's API lists it. */
export interface Product {
  readonly id: string;
  readonly src: string;
  /** A small version, as shops make them. */
  readonly thumbnail?: string;
  readonly bytes?: number;
}

/** What became of a picture. */
export interface Decision {
  readonly id: string;
  readonly promisedPercent: number;
  /** Null where it is left as it is. */
  readonly optimized: { readonly bytes: Uint8Array<ArrayBuffer>; readonly format: string } | null;
}

/** Optimises what saves 10 % and more; the caller puts the files in place of the originals. */
export async function optimizeShop(
  client: Client,
  products: readonly Product[],
): Promise<Decision[]> {
  const decisions: Decision[] = [];
  for (const { id, src, thumbnail, bytes } of products) {
    const estimate = await client.estimate({
      ...{ url: src, preset: 'medium' },
      // Of a picture of 10 MB and more the thumbnail and 64 KiB of the original are fetched.
      ...(thumbnail !== undefined && { thumbnail_url: thumbnail }),
      ...(bytes !== undefined && { file_size: bytes }),
    });
    const promisedPercent = estimate.estimated_reduction_percent;
    const isWorthIt = !estimate.already_optimized && estimate.optimization_potential !== 'low';
    const optimized = isWorthIt ? await client.optimize(src, { preset: 'medium' }) : null;
    decisions.push({ id, promisedPercent, optimized });
  }
  return decisions;
}
