import type { FileFormat } from '../../image/format.js';
import { startsWith } from '../../image/signature.js';

/** What every file of a learned codec begins with; its version follows. */
export const learnedMark = 'PLc';

/** The file of the learned codecs, which names the one that made it; docs/learned.md has it byte by byte. */
export const learnedFormat: FileFormat = {
  id: 'learned',
  title: 'learned codec',
  extensions: ['plc'],
  recognises: (bytes) => startsWith(bytes, learnedMark),
};
