import { UndefinedError } from '../base/errors.js';
import { compareAlpha } from '../image/alpha.js';
import { convert, midGrey } from '../image/convert.js';
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

/** What two pictures are laid over where their alpha differs: what one hides, the other shows. */
const grounds = [0, 255] as const;

/**
 * A scorer that brings every pair to one layout: two grey pictures stay grey, all others become
 * RGB; where one of the two has 16 bits a sample, both get 16. Alpha is laid over mid-grey; but where
 * the decoded picture has an alpha that is not the original's, the pair is compared over black and
 * over white, and the worse score counts. `open` gets the reference in the layout of the pair, and
 * again only when a decoded picture asks for another layout or another ground than the one before.
 *
 * @throws UndefinedError where the picture is below the metric's smallest
 */
export function prepareComparable(
  metric: Pick<Metric, 'id' | 'minSide' | 'better'>,
  reference: Raster,
  open: (reference: Raster) => LayoutScorer | Promise<LayoutScorer>,
): Scorer {
  checkSide(metric, reference);
  let layout: Layout | undefined;
  /** Of that layout, by what the reference was laid over. */
  const scorers = new Map<number, LayoutScorer>();
  const close = (): void => {
    for (const scorer of scorers.values()) scorer.close();
    scorers.clear();
  };
  const scorerOver = async (ground: number, wanted: Layout): Promise<LayoutScorer> => {
    // An opaque picture is the same over every ground.
    const own = reference.channels === 4 ? ground : midGrey;
    const known = scorers.get(own);
    if (known !== undefined) return known;
    const made = await open(bring(reference, wanted, own));
    scorers.set(own, made);
    return made;
  };
  return {
    async score(decoded, options = {}) {
      checkSize(metric, reference, decoded);
      const wanted = commonLayout(reference, decoded);
      if (layout?.channels !== wanted.channels || layout.depth !== wanted.depth) close();
      layout = wanted;
      const scores: Score[] = [];
      for (const ground of alphaDiffers(reference, decoded) ? grounds : [midGrey]) {
        const scorer = await scorerOver(ground, wanted);
        scores.push(await scorer.score(bring(decoded, wanted, ground), options));
      }
      const sign = metric.better === 'higher' ? 1 : -1;
      return scores.reduce((worst, each) =>
        sign * each.value < sign * worst.value ? each : worst,
      );
    },
    heldBytes() {
      const unknown = 8 * reference.data.byteLength;
      const held = [...scorers.values()].map((scorer) => scorer.heldBytes?.() ?? unknown);
      return held.length === 0 ? unknown : held.reduce((sum, bytes) => sum + bytes, 0);
    },
    close,
  };
}

/**
 * A decoded picture without alpha is of a codec that was given the original over mid-grey: over any
 * other ground it would be blamed for what it never saw.
 */
function alphaDiffers(reference: Raster, decoded: Raster): boolean {
  if (decoded.channels !== 4) return false;
  const fate = compareAlpha(reference, decoded);
  return fate === 'differs' || fate === 'lost';
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

function bring(image: Raster, { channels, depth }: Layout, ground: number): Raster {
  // Depth first, so that flattening the alpha rounds at the finer of the two depths.
  const deep = convert(image, { channels: image.channels, depth });
  return convert(deep, { channels, depth }, ground);
}
