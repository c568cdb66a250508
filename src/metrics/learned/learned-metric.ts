import os from 'node:os';
import { messageOf, WorkError } from '../../base/errors.js';
import { peakOf, type Raster } from '../../image/raster.js';
import type { GraphCard } from '../../models/card.js';
import { graphOf } from '../../models/card-schema.js';
import { loadCard } from '../../models/catalogue.js';
import { type Comparison, openComparison } from '../../models/comparison.js';
import { type GraphFile, locateGraph, readGraph } from '../../models/locate.js';
import { onnxAvailable, type Tensor } from '../../runtimes/onnx/session.js';
import { type LayoutScorer, prepareComparable } from '../comparable.js';
import type { MapDefinition, Metric } from '../metric.js';
import { type TileGrid, tileGrid, worstTile } from '../tiles.js';
import { type LayerMap, sumStretched, tileMeansOfStretched } from './layer-maps.js';

/** What is said of a metric beside what its model's card says. */
interface LearnedMetric {
  /** Of the metric and of its model. */
  readonly id: string;
  readonly title: string;
  readonly shortTitle: string;
  readonly definition: string;
  readonly source: string;
  readonly minSide: number;
  /** Greatest memory of a run, in bytes for each pixel, as measured. */
  readonly bytesPerPixel: number;
  readonly map: MapDefinition | null;
}

/** Raised when a change to this file changes values; the model's own version stands after it. */
const feeding = 1;

/**
 * A metric that a model computes, by the card of the same id. Its graph is looked for now and loaded
 * when the first picture is prepared; the version is told from the card, without reading the graph.
 */
export async function createLearnedMetric(fields: LearnedMetric): Promise<Metric> {
  const { bytesPerPixel, ...said } = fields;
  const { id, minSide } = said;
  const card = await loadCard(id);
  const graph = graphOf(card, 'distance');
  const { found, missing } = await locateGraph(card);
  const sha256 = found?.sha256 ?? graph.files[0]!.sha256;
  const [black, white] = graph.inputs[0]!.range ?? [0, 1];
  const open = async (reference: Raster): Promise<LayoutScorer> => {
    if (found === null) throw new WorkError(`${id}: ${missing}`, { code: 'model-missing' });
    checkMemory(id, reference, bytesPerPixel);
    const comparison = await load(found, graph).catch((error: unknown) => {
      throw new WorkError(`${id}: ${messageOf(error)}`, { code: 'broken-model' });
    });
    const features = await comparison.features(planes(reference, black, white));
    const { width, height } = reference;
    const held = Object.values(features).reduce((sum, { data }) => sum + data.byteLength, 0);
    const grid = tileGrid(width, height);
    return {
      async score(decoded, { map = false }) {
        const compared = await comparison.compare(features, planes(decoded, black, white));
        const maps = compared.maps.map(layerMap);
        const mapped = maps.length > 0;
        return {
          value: compared.distance,
          worstTile: mapped ? worstOf(maps, grid) : null,
          map: map && mapped ? { width, height, data: sumStretched(maps, width, height) } : null,
        };
      },
      heldBytes: () => reference.data.byteLength + held,
      close: () => {},
    };
  };
  return {
    ...said,
    version: `${feeding}+${sha256.slice(0, 8)}`,
    unit: '',
    decimals: 4,
    scale: 'decibels-to-0',
    better: 'lower',
    fixedQualities: [],
    frontQuality: null,
    nearlyEqual: 0.5,
    perfect: 0,
    symmetric: true,
    available: async () => missing ?? onnxAvailable(),
    prepare: async (reference) =>
      prepareComparable({ id, minSide, better: 'lower' }, reference, open),
  };
}

/** A network that outgrows the machine takes the whole process with it, and all other metrics. */
function checkMemory(id: string, { width, height }: Raster, bytesPerPixel: number): void {
  const needed = width * height * bytesPerPixel;
  const most = 0.8 * os.totalmem();
  if (needed <= most) return;
  const gib = (bytes: number): string => (bytes / 2 ** 30).toFixed(1);
  throw new WorkError(
    `${id} needs about ${gib(needed)} GiB for ${width}x${height} pixels, and this machine has ` +
      `${gib(os.totalmem())}: score a crop of it`,
    { code: 'not-enough-memory', data: { needed, width, height } },
  );
}

/** Loaded models by their contents: they hold some hundred megabytes and no state. */
const comparisons = new Map<string, Promise<Comparison>>();

function load(file: GraphFile, graph: GraphCard): Promise<Comparison> {
  const key = `${file.sha256} ${file.path}`;
  const open = async () => openComparison(await readGraph(file), graph, file.path);
  const loading = comparisons.get(key) ?? open();
  comparisons.set(key, loading);
  loading.catch(() => comparisons.delete(key));
  return loading;
}

function worstOf(maps: readonly LayerMap[], grid: TileGrid) {
  return worstTile(grid, tileMeansOfStretched(maps, grid), 'lower');
}

function layerMap({ dims, data }: Tensor): LayerMap {
  return { height: dims[2]!, width: dims[3]!, data };
}

/**
 * A picture as a network takes it in, 1 x 3 x height x width: 0 becomes `black`, the peak of its
 * depth `white`, and grey stands in all three planes.
 */
function planes({ width, height, channels, depth, data }: Raster, black: number, white: number) {
  const pixels = width * height;
  const planar = new Float32Array(3 * pixels);
  const scale = (white - black) / peakOf(depth);
  for (let channel = 0; channel < 3; channel++) {
    const first = channels === 1 ? 0 : channel;
    for (let i = 0, from = first, to = channel * pixels; i < pixels; i++, from += channels, to++) {
      planar[to] = data[from]! * scale + black;
    }
  }
  return { dims: [1, 3, height, width], data: planar };
}
