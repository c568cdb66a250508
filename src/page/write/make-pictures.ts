import path from 'node:path';
import { sum } from '../../base/sums.js';
import { tableCurves } from '../../leaderboard/metric-curves.js';
import type { RdTable } from '../../leaderboard/rd-table.js';
import { codecKey } from '../../results/identity.js';
import type { Display, DisplayFile, KeptImage } from '../../sweeps/display/display.js';
import type { AnewEncoder, LostBitstream } from '../../sweeps/display/encode-anew.js';
import { type PictureReason, placeOfReason } from '../model/picture-reason.js';
import type { PagePictures } from '../model/pictures.js';
import { failed } from './picture-failed.js';
import { type PictureSet, startPictures } from './picture-set.js';
import { refill } from './pictures-anew.js';
import { inTurn, spreadOrder } from './pictures-order.js';
import type { CachedStream, Streams } from './pictures-streams.js';

/** How many pictures the page gets. */
export interface PictureLimits {
  /** Images of each data set, the first ones; Infinity for all. */
  readonly images: number;
  /** Sum of all files except thumbnails. */
  readonly bytes: number;
  /**
   * Encode anew what the cache has no bitstream of, by the engine of the record and no other version;
   * what is there alone if not given.
   */
  readonly encode?: boolean;
}

/** So many pictures are not there, for one reason. */
export interface PicturesLeft {
  readonly reason: PictureReason;
  readonly count: number;
}

/** What became of the pictures. */
export interface PicturesMade {
  /** In the order of the tables. */
  readonly sets: readonly PictureSet[];
  readonly files: number;
  readonly bytes: number;
  /** Images that were asked for, and all. */
  readonly images: { readonly asked: number; readonly all: number };
  /** How many decoded pictures are not there, and why. */
  readonly left: readonly PicturesLeft[];
}

/**
 * Gathers the pictures of the page: the first images of each data set as far as the limits go, image
 * by image; of each image the curves in turn, and their points from the middle outwards. Error maps
 * come when the pictures of their image are there.
 * @param streams which bitstream a record is of
 * @param encoder makes bitstreams that the cache lacks; none are made where null
 * @param onProgress told of the points whose pictures were looked for; what it throws ends the work
 */
export async function makePictures(
  tables: readonly RdTable[],
  {
    streams,
    display,
    encoder = null,
    limits,
    onProgress,
  }: {
    streams: Streams;
    display: Display;
    encoder?: AnewEncoder | null;
    limits: PictureLimits;
    onProgress: (done: number, total: number) => void;
  },
): Promise<PicturesMade> {
  const left = { reasons: [] as PictureReason[], counts: [] as number[] };
  const budget = { bytes: limits.bytes };
  const sets: PictureSet[] = [];
  const asked = sum(tables.map(({ images }) => Math.min(images.length, limits.images)));
  const total = sum(tables.map((table) => pointsOf(table, limits.images)));
  let done = 0;
  let files = 0;
  const onPoint = (): void => {
    done += 1;
    onProgress(done, total);
  };
  for (const table of tables) {
    const set = startPictures(table, limits.images);
    for (const image of table.images.keys()) {
      await addImage(set, image, { table, streams, display, encoder, budget, left, onPoint });
    }
    files += set.files.size;
    sets.push(set);
  }
  const all = sum(tables.map(({ images }) => images.length));
  return {
    ...{ sets, files, bytes: limits.bytes - budget.bytes, images: { asked, all } },
    left: left.reasons.map((reason, place) => ({ reason, count: left.counts[place]! })),
  };
}

interface Making {
  readonly table: RdTable;
  readonly streams: Streams;
  readonly display: Display;
  readonly encoder: AnewEncoder | null;
  readonly budget: { bytes: number };
  readonly left: { readonly reasons: PictureReason[]; readonly counts: number[] };
  readonly onPoint: () => void;
}

/** Points of the curves of a table on its first images. */
function pointsOf(table: RdTable, images: number): number {
  return sum(
    tableCurves(table).flatMap(({ points }) =>
      points.map(({ row }) => row.images.filter((image) => image < images).length),
    ),
  );
}

const beyondLimit: PictureReason = { code: 'beyond-limit' };
const noBitstream: PictureReason = { code: 'no-bitstream' };

type GrowingSet = ReturnType<typeof startPictures>;

async function addImage(set: GrowingSet, image: number, making: Making): Promise<void> {
  const { table, streams, display, encoder, left } = making;
  const { dataset, crop } = table;
  const kept: KeptImage = { dataset, crop, sha256: table.images[image]! };
  const entry = set.pictures.images[image]!;
  if (!entry.asked) return;
  const cells = cellsOf(table, image, streams);
  const original = await originalOf(kept, cells, display).catch(failed);
  if ('code' in original) entry.reason = reasonIn(set, original);
  else if (!take(making, original.bytes)) entry.reason = reasonIn(set, beyondLimit);
  else {
    entry.original = put(set, original);
    const thumbnail = await display.thumbnail(original).catch(() => null);
    entry.thumbnail = thumbnail && put(set, thumbnail);
  }
  const there: { cell: Cell; shown: PagePictures['shown'][number] }[] = [];
  const lost = cells.map((cell) => {
    const isShown = entry.original !== null && cell.stream?.exact === true;
    return isShown || isAtHand(cell, display) ? null : lostOf(cell, kept, cells, display);
  });
  const refilling = refill(lost, encoder);
  for (const [place, cell] of cells.entries()) {
    making.onPoint();
    const shown: PagePictures['shown'][number] = {
      ...{ row: cell.row, image, file: null, decodedBy: null, reason: null, maps: {} },
    };
    set.pictures.shown.push(shown);
    // Whatever gave every sample back looks as the original does.
    if (cell.stream?.exact === true && entry.original !== null) {
      shown.file = entry.original;
      continue;
    }
    const file =
      (await refilling.ready(place)) ??
      (refilling.stopped && !isAtHand(cell, display) ? beyondLimit : await fileOf(cell, display));
    if ('code' in file || !take(making, file.bytes)) {
      const reason = 'code' in file ? file : beyondLimit;
      // What follows is hardly smaller: nothing is encoded in order to be left out.
      if (reason === beyondLimit) refilling.stop();
      shown.reason = reasonIn(set, reason);
      const place = placeOfReason(left.reasons, reason);
      left.counts[place] = (left.counts[place] ?? 0) + 1;
      continue;
    }
    shown.file = put(set, file);
    shown.decodedBy = file.decodedBy;
    there.push({ cell, shown });
  }
  for (const { cell, shown } of there) {
    const { sha256 } = cell.stream!;
    for (const map of await display.maps(sha256, kept, cell.metrics)) {
      if (!take(making, map.bytes)) return;
      const { metric, meaning, full } = map;
      shown.maps[metric] = put(set, { ...map, extension: 'png', decodedBy: null });
      set.pictures.maps[metric] = { meaning, full };
    }
  }
}

/** A row that has the image, and its bitstream. */
interface Cell {
  readonly row: number;
  readonly identity: RdTable['rows'][number]['identity'];
  readonly metrics: readonly string[];
  readonly stream: CachedStream | null;
}

/** Every curve's points from the middle outwards, the curves in turn. */
function cellsOf(table: RdTable, image: number, streams: Streams): Cell[] {
  const places = new Map(table.rows.map((row, place) => [row, place]));
  const sha256 = table.images[image]!;
  const lists = tableCurves(table).map(({ points }) => {
    const rows = points.map(({ row }) => row).filter(({ images }) => images.includes(image));
    return spreadOrder(rows.length).map((nth): Cell => {
      const { identity, metrics } = rows[nth]!;
      return {
        row: places.get(rows[nth]!)!,
        identity,
        metrics: [...metrics.keys()],
        stream: streams.find(table, codecKey(identity), sha256),
      };
    });
  });
  return inTurn(lists);
}

/** Of a bitstream that gave every sample back, best one that is shown as it is; else of the file. */
async function originalOf(
  image: KeptImage,
  cells: readonly Cell[],
  display: Display,
): Promise<DisplayFile | PictureReason> {
  const exact = cells.filter(({ stream }) => stream?.exact === true && display.has(stream.sha256));
  const best =
    exact.find(({ identity }) => identity.codec === 'png') ??
    exact.find(({ identity }) => identity.codec === 'raw') ??
    exact[0];
  const file = best === undefined ? null : await fileOf(best, display);
  if (file !== null && !('code' in file)) return file;
  return (await display.original(image)) ?? { code: 'no-original' };
}

function isAtHand({ stream }: Cell, display: Display): boolean {
  return stream !== null && display.has(stream.sha256);
}

/** What is needed to make the bitstream anew; null of a record that has none. */
function lostOf(
  { identity, stream }: Cell,
  image: KeptImage,
  cells: readonly Cell[],
  display: Display,
): LostBitstream | null {
  if (stream === null) return null;
  const exact = cells.flatMap((cell) =>
    cell.stream?.exact === true && isAtHand(cell, display) ? cell.stream.sha256 : [],
  );
  return { identity, sha256: stream.sha256, image, exact };
}

async function fileOf(
  { identity: { codec, settings }, stream }: Cell,
  display: Display,
): Promise<DisplayFile | PictureReason> {
  if (stream === null || !display.has(stream.sha256)) return noBitstream;
  const { sha256 } = stream;
  return display
    .show({ codec, settings, sha256 })
    .catch((error: unknown) => (display.has(sha256) ? failed(error) : noBitstream));
}

function take({ budget }: Making, bytes: number): boolean {
  if (bytes > budget.bytes) return false;
  budget.bytes -= bytes;
  return true;
}

/** Adds a file of the cache to the page, under a shorter name. */
function put({ files }: GrowingSet, { path: source, extension }: DisplayFile): string {
  const name = path.basename(source).replace(/^([0-9a-f]{24})[0-9a-f]{40}/, '$1');
  const target = `pictures/${path.extname(name) === `.${extension}` ? name : `${name}.${extension}`}`;
  files.set(target, source);
  return target;
}

function reasonIn({ pictures: { reasons } }: GrowingSet, reason: PictureReason): number {
  return placeOfReason(reasons, reason);
}
