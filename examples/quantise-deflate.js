// An example of a plugin: a small codec of one's own. It quantises the samples with a step, predicts
// each from its left neighbour and deflates what is left. docs/plugins.md explains every part.
//
//   npx pareto sweep --plugin examples/quantise-deflate.js --codec quantise-deflate,png
import { deflateSync, inflateSync } from 'node:zlib';

/** Version of the plugin interface that this file is written for. */
export const pluginApi = 1;

/** Raise it when the bytes or the pictures change; without it the file's hash stands in. */
export const version = '1';

const magic = 0x51444631; // "QDF1"
const headerBytes = 14;

export const codecs = [
  {
    id: 'quantise-deflate',
    title: 'Quantised samples, deflated',
    kind: 'lossy',
    extension: 'qdf',
    params: {
      level: {
        type: 'integer',
        min: 1,
        max: 9,
        default: 6,
        meaning: 'deflate level',
      },
      // The rate knob comes last; `sweep` is its grid, from coarse to fine.
      step: {
        type: 'integer',
        min: 1,
        max: 64,
        default: 8,
        sweep: [48, 32, 24, 16, 12, 8, 4, 2],
        meaning: 'quantisation step of the samples; 1 is lossless',
      },
    },
    accepts: () => ({ channels: [1, 3, 4], depths: [8] }),
    lossless: (settings) => settings.step === 1,
    engine: () => ({ name: 'node:zlib', version: process.versions.zlib, runtime: 'native' }),
    available: async () => true,
    open: async (settings, { maxPixels }) => ({
      encode: async (image, clock) => {
        const residuals = clock.stage('analysis', () => predict(image, settings.step));
        const packed = clock.stage('entropy', () =>
          deflateSync(residuals, { level: settings.level }),
        );
        return clock.stage('store', () => {
          const header = Buffer.alloc(headerBytes);
          header.writeUInt32BE(magic, 0);
          header.writeUInt32BE(image.width, 4);
          header.writeUInt32BE(image.height, 8);
          header.writeUInt8(image.channels, 12);
          header.writeUInt8(settings.step, 13);
          return Buffer.concat([header, packed]);
        });
      },
      decode: async (bytes, clock) => {
        const layout = clock.stage('parse', () => readHeader(bytes, maxPixels));
        const residuals = clock.stage('entropy', () => inflate(bytes, layout));
        return clock.stage('synthesis', () => restore(residuals, layout));
      },
      close: async () => undefined,
    }),
  },
];

/** Each sample quantised to a level, less the level to its left, modulo 256. */
function predict({ width, height, channels, data }, step) {
  const residuals = new Uint8Array(data.length);
  const row = width * channels;
  for (let y = 0; y < height; y++) {
    for (let i = 0; i < row; i++) {
      const at = y * row + i;
      const left = i < channels ? 0 : levelOf(data[at - channels], step);
      residuals[at] = levelOf(data[at], step) - left;
    }
  }
  return residuals;
}

function levelOf(sample, step) {
  return Math.round(sample / step);
}

function readHeader(bytes, maxPixels) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < headerBytes || view.getUint32(0) !== magic) {
    throw new Error('expected a file of quantise-deflate, got another');
  }
  const layout = {
    width: view.getUint32(4),
    height: view.getUint32(8),
    channels: view.getUint8(12),
    step: view.getUint8(13),
  };
  // Before anything is allocated: a broken header may claim any size.
  if (layout.width * layout.height > maxPixels) {
    throw new Error(`${layout.width}x${layout.height} is more than ${maxPixels} pixels`);
  }
  if (![1, 3, 4].includes(layout.channels) || layout.step < 1 || layout.step > 64) {
    throw new Error('the header of the file is broken');
  }
  return layout;
}

function inflate(bytes, { width, height, channels }) {
  const length = width * height * channels;
  const residuals = inflateSync(bytes.subarray(headerBytes), { maxOutputLength: length || 1 });
  if (residuals.length !== length)
    throw new Error(`expected ${length} samples, got ${residuals.length}`);
  return residuals;
}

function restore(residuals, { width, height, channels, step }) {
  const data = new Uint8Array(residuals.length);
  const row = width * channels;
  for (let y = 0; y < height; y++) {
    const levels = new Uint8Array(channels);
    for (let i = 0; i < row; i++) {
      const at = y * row + i;
      const channel = i % channels;
      levels[channel] += residuals[at];
      data[at] = Math.min(255, levels[channel] * step);
    }
  }
  return { width, height, channels, depth: 8, data };
}
