import { pam } from '../image/format.js';
import { decodePnm, encodePam } from '../image/pnm.js';
import type { Codec } from './codec.js';
import { requireFormat } from './formats.js';

/**
 * The do-nothing codec: samples as they are, as a PAM file. In every sweep it is the floor of time
 * (one copy of the samples) and the ceiling of size.
 */
export const raw: Codec = {
  id: 'raw',
  title: 'Raw samples (PAM)',
  kind: 'baseline',
  format: pam,
  params: {},
  accepts: () => ({ channels: [1, 3, 4], depths: [8, 16] }),
  lossless: () => true,
  engine: () => ({ name: 'pam', version: '1', runtime: 'js' }),
  available: async () => true,
  open: async (_settings, { maxPixels }) => ({
    encode: async (image, clock) => clock.stage('encode', () => encodePam(image)),
    async decode(bytes, clock) {
      requireFormat(bytes, pam);
      return clock.stage('decode', () => decodePnm(bytes, { maxPixels }));
    },
    close: async () => undefined,
  }),
};
