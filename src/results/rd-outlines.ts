import { createLargeMap } from '../base/large-map.js';
import type { Warn } from '../base/warn.js';
import type { Partition } from './compact/partition-file.js';
import { marks } from './compact/shape.js';
import { codecKey } from './identity.js';
import { rdKey } from './key.js';
import { openOutlines, outlineFields, type RecordOutline } from './outlines.js';
import { rdRecord } from './record.js';
import { eachLine } from './record-lines.js';

/** What the file of a codec holds of rate and distortion, as far as a plan needs it. */
export interface RdOutlines {
  /**
   * The outlines of one setting by the SHA-256 of their images.
   * @param identity see `codecKey`
   */
  of(identity: string, crop: string | null): (imageSha256: string) => RecordOutline | undefined;
  /** Whether a version before 0.2.0 made any of the records. */
  readonly hasEarly: boolean;
}

/** Where a record stands whose key its other fields tell. */
const placed = rdRecord.pick({
  codec: true,
  engine: true,
  settings: true,
  imageSha256: true,
  crop: true,
});

/**
 * The outlines of several files, each read when it is first asked for: of partitions the columns of shapes
 * and images alone. Four bytes for each setting and image; of several records of one key the last counts.
 * @throws UsageError where a record is of a newer schema: nothing may be appended to such a file
 */
export function rdOutlinesIn(
  file: (codec: string) => string,
  warn: Warn,
): (codec: string) => RdOutlines {
  const images = new Map<string, number>();
  const files = new Map<string, RdOutlines>();
  return (codec) => {
    const stored = files.get(codec) ?? readRdOutlines(file(codec), images, warn);
    files.set(codec, stored);
    return stored;
  };
}

/** @param images places of images, which all files share */
function readRdOutlines(file: string, images: Map<string, number>, warn: Warn): RdOutlines {
  const columns = new Map<string, OutlineColumn>();
  // Records of another protocol, or with less in them than a sweep writes.
  const byKey = createLargeMap<string, RecordOutline>();
  const outlineOf = openOutlines();
  const placeOf = (sha256: string): number => {
    const known = images.get(sha256);
    if (known !== undefined) return known;
    images.set(sha256, images.size);
    return images.size - 1;
  };
  const columnOf = (identity: string, crop: string | null): OutlineColumn => {
    const key = settingKey(identity, crop);
    const column = columns.get(key) ?? createOutlineColumn();
    columns.set(key, column);
    return column;
  };
  const takeLine = (json: unknown): void => {
    const fields = outlineFields.parse(json);
    const { data } = placed.safeParse(json);
    const identity = data && codecKey(data);
    if (data && fields.key === rdKey(identity!, data.imageSha256, data.crop)) {
      columnOf(identity!, data.crop).set(placeOf(data.imageSha256), outlineOf(fields));
    } else byKey.set(fields.key, outlineOf(fields));
  };
  const takePartition = ({ rows, shapes, shapeOf, cells }: Partition): void => {
    const targets = shapes.map((shape) => {
      const template = JSON.parse(shape);
      const outlined = outlineOf(outlineFields.parse(template));
      const isPlaced = template.key === marks.key;
      return { outlined, column: isPlaced ? columnOf(codecKey(template), template.crop) : null };
    });
    const [imageOf, keyOf] = [cells('imageSha256'), cells('key')];
    for (let row = 0; row < rows; row++) {
      const { outlined, column } = targets[shapeOf[row]!]!;
      if (column !== null) column.set(placeOf(String(imageOf(row))), outlined);
      else byKey.set(String(keyOf(row)), outlined);
    }
  };
  eachLine(file, warn, takeLine, takePartition);
  return {
    of(identity, crop) {
      const column = columns.get(settingKey(identity, crop));
      return (sha256) => {
        const other = byKey.size === 0 ? undefined : byKey.get(rdKey(identity, sha256, crop));
        return other ?? column?.get(images.get(sha256) ?? -1);
      };
    },
    hasEarly: outlineOf.all().some(({ isEarly }) => isEarly),
  };
}

function settingKey(identity: string, crop: string | null): string {
  return `${crop} ${identity}`;
}

/** Outlines by the place of their image. */
interface OutlineColumn {
  set(place: number, outline: RecordOutline): void;
  get(place: number): RecordOutline | undefined;
}

function createOutlineColumn(): OutlineColumn {
  const known: RecordOutline[] = [];
  // From 1; 0 where there is no record.
  let ids = new Int32Array(1024);
  return {
    set(place, outline) {
      let id = known.lastIndexOf(outline) + 1;
      if (id === 0) id = known.push(outline);
      if (place >= ids.length) {
        const grown = new Int32Array(Math.max(place + 1, 2 * ids.length));
        grown.set(ids);
        ids = grown;
      }
      ids[place] = id;
    },
    get: (place) => known[(ids[place] ?? 0) - 1],
  };
}
