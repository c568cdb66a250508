// A plugin of one small metric: the mean absolute difference of two pictures' samples.
//
//   pareto score a.png b.png --plugin examples/mean-error.js --metrics mean-error,psnr

export const pluginApi = 1;
export const version = '1';

/** Brings a sample of 8 or 16 bit to 0..1, and takes grey where a picture has one channel. */
function sampleOf({ data, channels, depth }, pixel, channel) {
  const peak = depth === 16 ? 65535 : 255;
  return data[pixel * channels + (channels === 1 ? 0 : channel)] / peak;
}

export const metrics = [
  {
    id: 'mean-error',
    title: 'Mean absolute error',
    better: 'lower',
    decimals: 5,
    scale: 'decibels-to-0',
    symmetric: true,
    definition:
      'Mean absolute difference of all RGB samples in sRGB values from 0 to 1, without alpha.',
    map: { meaning: 'mean absolute difference of a pixel', full: 0.25 },
    async prepare(original) {
      const { width, height } = original;
      return {
        async score(decoded, { map = false } = {}) {
          const errors = new Float32Array(width * height);
          let sum = 0;
          for (let pixel = 0; pixel < errors.length; pixel++) {
            let error = 0;
            for (let channel = 0; channel < 3; channel++) {
              const a = sampleOf(original, pixel, channel);
              error += Math.abs(a - sampleOf(decoded, pixel, channel)) / 3;
            }
            errors[pixel] = error;
            sum += error;
          }
          const value = sum / errors.length;
          return { value, map: map ? { width, height, data: errors } : null };
        },
        close() {},
      };
    },
  },
];
