import type { Trial } from './contract.js';
import type { FormatId } from './formats/table.js';
import { stripMetadata } from './metadata/strip.js';

/** Takes out the metadata, and leaves the coded picture as it is: for files of its own format alone. */
export function stripTrial(format: FormatId): Trial {
  return {
    id: 'strip',
    format,
    lossy: false,
    knob: null,
    applies: (source) => source.format === format,
    run: async ({ bytes }, { keep }) => stripMetadata(bytes, format, { keep }),
  };
}
