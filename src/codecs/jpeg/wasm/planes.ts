/** Chroma subsampling by its common name. */
export type JpegSampling = 'grey' | '4:4:4' | '4:2:2' | '4:4:0' | '4:2:0' | '4:1:1' | 'other';

/** How many pixels of luma one sample of chroma stands for. */
export type JpegSubsampling = readonly [across: 1 | 2 | 4, down: 1 | 2 | 4];

/** A marker segment, its marker included: the bytes from `start` to before `end`. */
export interface JpegSegment {
  readonly marker: number;
  readonly start: number;
  readonly end: number;
}

export interface JpegComponent {
  readonly id: number;
  /** Sampling factors across and down. */
  readonly across: number;
  readonly down: number;
  /** Number of its quantisation table. */
  readonly table: number;
}

/** What a JPEG says of itself before its first scan. ITU-T T.81, B.2. */
export interface JpegHead {
  readonly width: number;
  readonly height: number;
  /** The number in the frame's marker: 0 baseline, 1 extended, 2 progressive, from 9 on arithmetic. */
  readonly process: number;
  readonly progressive: boolean;
  /** Bits of a sample. */
  readonly precision: number;
  readonly components: readonly JpegComponent[];
  readonly sampling: JpegSampling;
  /** Null where luma is not the finest, or chroma is unlike. */
  readonly subsampling: JpegSubsampling | null;
  /** MCUs between two restart markers; 0 without. */
  readonly restartInterval: number;
  /** What Adobe's segment says: 0 none (RGB or CMYK), 1 Y'CbCr, 2 YCCK; null without such a segment. */
  readonly adobeTransform: number | null;
  /** 1 to 8, as Exif counts; 1 where nothing is said. */
  readonly orientation: number;
  readonly exif: JpegSegment | null;
  /** All parts of a colour profile, in the order of the file. */
  readonly icc: readonly JpegSegment[];
  /** All DQT, DHT and DRI segments before the first scan, in the order of the file. */
  readonly tables: readonly JpegSegment[];
  /** Where the first scan's segment begins. */
  readonly scanAt: number;
  /** Why the decoder does not take the file, or null: `CMYK`, `12 bits a sample`, … */
  readonly refused: string | null;
}

/** Samples of one component in the pipeline's memory, 8 bits each. */
export interface JpegPlane {
  readonly pointer: number;
  /** Bytes from a row to the next. */
  readonly stride: number;
  readonly width: number;
  readonly height: number;
}

/** One plane (grey), or Y', Cb and Cr of full range, in the pipeline's memory. */
export interface JpegPlanes {
  readonly width: number;
  readonly height: number;
  readonly subsampling: JpegSubsampling;
  readonly planes: readonly JpegPlane[];
  /** The picture that they were decoded from, and by how much smaller they are: 1, 2, 4 or 8. */
  readonly source: { readonly width: number; readonly height: number; readonly scale: number };
}

/** Bits that a JPEG spends on each of its minimum coded units, row by row. */
export interface JpegBits {
  /** Count of units in a row, and of rows. */
  readonly columns: number;
  readonly rows: number;
  /** Sides of a unit in pixels. */
  readonly unitWidth: number;
  readonly unitHeight: number;
  /** `columns` x `rows`. */
  readonly bits: Uint32Array;
}
