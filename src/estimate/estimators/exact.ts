import type { Estimator } from '../estimator.js';

/** The encode itself: no estimate, and the judge of all others. */
export const exact: Estimator = {
  id: 'exact',
  title: 'Exact',
  meaning: 'compresses the whole picture',
  refuses: () => null,
  async sample({ picture, compressor }) {
    const image = compressor.fit(await picture.samples());
    const { bytes } = await compressor.compress(image);
    return { kind: 'whole', bytes, reason: null };
  },
};
