import { z } from 'zod';
import { createLargeMap, type LargeLookup } from '../base/large-map.js';
import type { Warn } from '../base/warn.js';
import { eachLine } from './record-lines.js';

/** What a plan needs to know of a stored record. */
export interface RecordOutline {
  readonly failed: boolean;
  /** Versions of the metrics that it holds, by metric. */
  readonly metricVersions: Readonly<Record<string, string>>;
  /** Samples per image of a timing record, 0 for others. */
  readonly passes: number;
  /** Whether a timing record has its memory figures. */
  readonly hasMemory: boolean;
  /** Whether the image itself could not be loaded: the same file never can. */
  readonly unloadable: boolean;
  /** Whether a version before 0.2.0 made it, which read some pictures otherwise. */
  readonly isEarly: boolean;
}

/** The fields of a record that its outline is made of. */
export const outlineFields = z.object({
  key: z.string(),
  metricVersions: z.record(z.string(), z.string()).optional(),
  encode: z.object({ total: z.array(z.number()) }).optional(),
  peakBytes: z.object({}).nullish(),
  error: z.object({ stage: z.string() }).nullable(),
  version: z.string().default(''),
});

/** Makes outlines of records; those of equal content are one value, so that a million stay small. */
export interface OpenOutlines {
  (fields: z.output<typeof outlineFields>): RecordOutline;
  /** Those that were made, each once. */
  all(): readonly RecordOutline[];
}

export function openOutlines(): OpenOutlines {
  const shared = new Map<string, RecordOutline>();
  const outlineOf = (fields: z.output<typeof outlineFields>): RecordOutline => {
    const { metricVersions = {}, encode, peakBytes, error, version } = fields;
    const outlined: RecordOutline = {
      failed: error !== null,
      metricVersions,
      passes: encode?.total.length ?? 0,
      hasMemory: peakBytes != null,
      unloadable: error?.stage === 'load',
      isEarly: version.startsWith('0.1.'),
    };
    const content = JSON.stringify(outlined);
    const known = shared.get(content);
    if (known === undefined) shared.set(content, outlined);
    return known ?? outlined;
  };
  return Object.assign(outlineOf, { all: () => [...shared.values()] });
}

/**
 * What a file of times or estimates holds, by key; of several records of one key the last one counts.
 * @throws UsageError where a record is of a newer schema: nothing may be appended to such a file
 */
export function readOutlines(file: string, warn: Warn): LargeLookup<string, RecordOutline> {
  const index = createLargeMap<string, RecordOutline>();
  const outlineOf = openOutlines();
  eachLine(file, warn, (json) => {
    const fields = outlineFields.parse(json);
    index.set(fields.key, outlineOf(fields));
  });
  return index;
}

/** The outlines of several files, each read when it is first asked for. */
export function outlinesIn(
  file: (codec: string) => string,
  warn: Warn,
): (codec: string) => LargeLookup<string, RecordOutline> {
  const files = new Map<string, LargeLookup<string, RecordOutline>>();
  return (codec) => {
    let stored = files.get(codec);
    if (!stored) {
      stored = readOutlines(file(codec), warn);
      files.set(codec, stored);
    }
    return stored;
  };
}
