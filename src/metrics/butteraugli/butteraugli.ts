import type { Raster } from '../../image/raster.js';
import { checkSide, checkSize } from '../comparable.js';
import type { Metric, Scorer } from '../metric.js';
import { tileGrid, worstTile } from '../tiles.js';
import { leastSide } from './engine.js';
import { nits } from './light.js';
import { type Maps, type Norms, openMaps } from './maps.js';

const meaning =
  'The map of visible differences of Alakuijala et al. (arXiv:1703.04421) as the present tool ' +
  `butteraugli_main of libjxl makes it: high-frequency asymmetry 1, white at ${nits} nits, at full ` +
  'and half size. Grey is RGB of three equal samples, 16 bit is taken as it is, and pictures with ' +
  'alpha are compared on black and on white, mixed in sRGB values, the larger error of a pixel ' +
  'counting. Not symmetric: what hides errors is looked for in the original.';

/** The largest visible difference. */
export const butteraugli: Metric = {
  id: 'butteraugli',
  version: `1+a1.0+${nits}nits`,
  title: 'Butteraugli',
  shortTitle: 'Butteraugli',
  unit: '',
  decimals: 2,
  scale: 'decibels-to-0',
  better: 'lower',
  fixedQualities: [],
  frontQuality: null,
  nearlyEqual: 0.5,
  perfect: 0,
  definition: `Largest value of the error map. ${meaning}`,
  source: 'https://github.com/libjxl/libjxl butteraugli_main of 2026; arXiv:1703.04421',
  minSide: leastSide,
  symmetric: false,
  map: { meaning: 'visible difference of a pixel; 1 is about where it is noticed', full: 8 },
  available: async () => true,
  prepare: (reference) => prepare(butteraugli, reference, ({ max }) => max, 'tileMax'),
};

/** The visible difference over the whole picture. */
export const butteraugliP3: Metric = {
  ...butteraugli,
  id: 'butteraugli-p3',
  title: 'Butteraugli 3-norm',
  shortTitle: 'Butteraugli, 3-norm',
  decimals: 3,
  definition: `What libjxl calls the 3-norm: mean of the 3-, 6- and 12-norm of the error map. ${meaning}`,
  // That of butteraugli: once is enough.
  map: null,
  prepare: (reference) => prepare(butteraugliP3, reference, ({ p3 }) => p3, 'tileP3'),
};

async function prepare(
  metric: Metric,
  reference: Raster,
  pick: (norms: Norms) => number,
  tiles: 'tileMax' | 'tileP3',
): Promise<Scorer> {
  checkSide(metric, reference);
  const lent = await borrowMaps(reference);
  const grid = tileGrid(reference.width, reference.height);
  return {
    async score(decoded, { map = false } = {}) {
      checkSize(metric, reference, decoded);
      const norms = lent.maps.norms(decoded);
      return {
        value: pick(norms),
        worstTile: worstTile(grid, norms[tiles], 'lower'),
        map: map ? lent.maps.map(decoded) : null,
      };
    },
    close: lent.giveBack,
  };
}

/** The maps of the originals in use: both metrics of one original share them. */
const inUse = new Map<Raster, { readonly opening: Promise<Maps>; users: number }>();

async function borrowMaps(reference: Raster): Promise<{ maps: Maps; giveBack(): void }> {
  const entry = inUse.get(reference) ?? { opening: openMaps(reference), users: 0 };
  inUse.set(reference, entry);
  entry.users++;
  const leave = (): boolean => {
    entry.users--;
    if (entry.users > 0) return false;
    inUse.delete(reference);
    return true;
  };
  try {
    const maps = await entry.opening;
    let open = true;
    return {
      maps,
      giveBack() {
        if (open && leave()) maps.close();
        open = false;
      },
    };
  } catch (thrown) {
    leave();
    throw thrown;
  }
}
