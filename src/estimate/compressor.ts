import type { Engine } from '../base/engine.js';
import type { Raster } from '../image/raster.js';

/** A way to compress a raster into bytes: all that estimators know of a codec. */
export interface Compressor {
  /** How it is called in answers: the printed form of a codec with its settings. */
  readonly name: string;
  /** By what its constants are found. */
  readonly identity: CompressorIdentity;
  /** The picture in the layout that is compressed. */
  fit(image: Raster): Raster;
  compress(image: Raster): Promise<Compressed>;
  /** The same at a fast setting, whose sizes go along with its own; null where there is none. */
  readonly sibling: Compressor | null;
  /** For pictures of a quarter of the size: what low frequencies cost it; null where none is known. */
  readonly quarter: Compressor | null;
  /** Whether every row is coded after the ones above it alone, by filters of rows (PNG, TIFF). */
  readonly rowFiltered: boolean;
  close(): Promise<void>;
}

/** What a compressor is, as data. */
export interface CompressorIdentity {
  readonly codec: string;
  readonly engine: Engine;
  /** The printed form without the rate knob: of one `setting` the constants form a curve. */
  readonly setting: string;
  /** Value of the rate knob, or null where there is none. */
  readonly rate: number | null;
  /** The fast setting that its sibling is, where it has one. */
  readonly sibling?: { readonly engine: Engine; readonly setting: string };
}

/** A compressed picture: only its size counts. */
export interface Compressed {
  readonly bytes: number;
  /** Processor time of the encode: it depends little on what else the machine does. */
  readonly seconds: number;
}
