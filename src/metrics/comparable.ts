import { UndefinedError } from '../base/errors.js';
import { convert } from '../image/convert.js';
import type { Channels, Depth, Raster } from '../image/raster.js';
import type { Metric, Score, ScoreOptions, Scorer } from './metric.js';

/** Scores pictures that have the layout of its reference. */
export interface LayoutScorer {
  score(decoded: Raster, options: ScoreOptions): Score | Promise<Score>;
  /** Bytes that it holds, where it can tell. */
  heldBytes?(): number;
  close(): void;
}

interface Layout {
  readonly channels: Channels;
  readonly depth: Depth;
}

/**
 * A scorer that brings every pair to one layout: two grey pictures stay grey, all others become
 * RGB; alpha is laid over mid-grey; where one of the two has 16 bits a sample, both get 16. `open`
 * gets the reference in the layout of the pair, and again only when a decoded picture asks for
 * another layout than the one before.
 *
 * @throws UndefinedError where the picture is below the metric's smallest
 */
export function prepareComparable(
  metric: Pick<Metric, 'id' | 'minSide'>,
  reference: Raster,
  open: (reference: Raster) => LayoutScorer | Promise<LayoutScorer>,
): Scorer {
  checkSide(metric, reference);
  let current: { readonly scorer: LayoutScorer; readonly layout: Layout } | undefined;
  const close = (): void => {
    current?.scorer.close();
    current = undefined;
  };
  return {
    async score(decoded, options = {}) {
      checkSize(metric, reference, decoded);
      const layout = commonLayout(reference, decoded);
      if (current?.layout.channels !== layout.channels || current.layout.depth !== layout.depth) {
        close();
        current = { layout, scorer: await open(bring(reference, layout)) };
      }
      return current.scorer.score(bring(decoded, layout), options);
    },
    heldBytes: () => current?.scorer.heldBytes?.() ?? 8 * reference.data.byteLength,
    close,
  };
}

/** @throws UndefinedError where the picture is below the metric's smallest */
export function checkSide(
  { id, minSide }: Pick<Metric, 'id' | 'minSide'>,
  { width, height }: Raster,
): void {
  if (Math.min(width, height) < minSide) {
    throw new UndefinedError(
      `${id} needs ${minSide}x${minSide} pixels or more, got ${width}x${height}`,
    );
  }
}

/** @throws UndefinedError where the sizes differ */
export function checkSize({ id }: Pick<Metric, 'id'>, reference: Raster, decoded: Raster): void {
  const { width, height } = reference;
  if (decoded.width !== width || decoded.height !== height) {
    throw new UndefinedError(
      `${id} compares pictures of one size, got ${width}x${height} and ${decoded.width}x${decoded.height}`,
    );
  }
}

/** A picture as the bytes of RGBA, for libraries that take nothing else. */
export function rgbaBytes(image: Raster): Uint8ClampedArray {
  const { data } = convert(image, { channels: 4, depth: 8 });
  return new Uint8ClampedArray(data.buffer, data.byteOffset, data.length);
}

function commonLayout(reference: Raster, decoded: Raster): Layout {
  return {
    channels: reference.channels === 1 && decoded.channels === 1 ? 1 : 3,
    depth: reference.depth === 16 || decoded.depth === 16 ? 16 : 8,
  };
}

function bring(image: Raster, { channels, depth }: Layout): Raster {
  // Depth first, so that flattening the alpha rounds at the finer of the two depths.
  const deep = convert(image, { channels: image.channels, depth });
  return convert(deep, { channels, depth });
}
