import type { FileFormat } from '../image/format.js';

/** A format that images are not loaded from: a codec of the program decodes it. */
export interface CodecFormat extends FileFormat {
  /** Id of that codec. */
  readonly decoder: string;
}
