import { z } from 'zod';
import { appendLines } from '../../base/append.js';
import { readLines } from '../../base/json-lines.js';
import { readSource } from '../../codecs/picture-source.js';
import type { CodingOptions } from '../../codecs/with-codec.js';
import { identityOf, openCodecCompressor } from '../codec-compressor.js';
import { pictureOfFile } from '../load-picture.js';
import { findEstimated } from '../specs.js';
import { type Measurement, measurePicture } from './measure.js';

/** A picture to be measured. */
export interface CalibrationPicture {
  readonly path: string;
  readonly sha256: string;
  /** Name of the data set that it is of. */
  readonly set: string;
}

/** What is measured. */
export interface CalibrationRun extends Pick<CodingOptions, 'plugins' | 'maxPixels' | 'signal'> {
  readonly pictures: readonly CalibrationPicture[];
  /** Printed forms of codecs of pictures. */
  readonly specs: readonly string[];
  /** JSON lines file of what is measured already; it grows, and a later call goes on from it. */
  readonly journal: string;
  readonly onProgress?: (done: number, total: number) => void;
}

/** A line of the journal: only what tells whether it is there already is looked at. */
const line = z.object({
  picture: z.string(),
  of: z.object({ codec: z.string() }).loose(),
  samples: z.record(z.string(), z.unknown()),
  // Lines of versions that took other samples have none.
  repeatSeconds: z.number(),
});

/**
 * Measures pictures for the calibration, one after the other: nothing that is in the journal is
 * measured again. Times are taken, so nothing else should run.
 * @throws WorkError for a picture that cannot be read or coded; the signal's reason
 */
export async function measureForCalibration(run: CalibrationRun): Promise<Measurement[]> {
  const { pictures, specs, journal, plugins = [], maxPixels, signal, onProgress } = run;
  const known = readJournal(journal);
  const wanted: Measurement[] = [];
  let done = 0;
  for (const { path, sha256, set } of pictures) {
    const open = async () => {
      const { bytes, name } = await readSource(path);
      return pictureOfFile(bytes, { name, maxPixels, plugins });
    };
    let picture: Awaited<ReturnType<typeof open>> | undefined;
    for (const spec of specs) {
      signal?.throwIfAborted();
      const { codec, settings } = await findEstimated(spec, plugins);
      const key = keyOf(sha256, identityOf(codec, settings));
      let measurement = known.get(key);
      if (measurement === undefined) {
        picture ??= await open();
        const compressor = openCodecCompressor(codec, settings, { maxPixels, signal });
        try {
          measurement = await measurePicture({ name: sha256, set }, picture, compressor);
        } finally {
          await compressor.close();
        }
        await appendLines(journal, [measurement]);
      }
      // A picture may have been measured under another name of its set.
      wanted.push({ ...measurement, set });
      onProgress?.(++done, pictures.length * specs.length);
    }
  }
  return wanted;
}

function keyOf(picture: string, of: object): string {
  return JSON.stringify([picture, of]);
}

function readJournal(file: string): Map<string, Measurement> {
  const known = new Map<string, Measurement>();
  readLines(file, ({ json }) => {
    const found = line.safeParse(json);
    if (!found.success) return;
    const measurement = json as Measurement;
    known.set(keyOf(measurement.picture, measurement.of), measurement);
  });
  return known;
}
