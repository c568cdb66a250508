import type { Settings } from '../../base/params.js';
import { imageFormats } from '../../image/format.js';
import { checkPixels } from '../../image/pixels.js';
import { encodePnm } from '../../image/pnm.js';
import type { CommandResult } from '../../runtimes/cli/command.js';
import { decodeThroughFiles, encodeThroughFiles } from '../../runtimes/cli/through-files.js';
import { findTool, missingTool, type Tool, toolVersion } from '../../runtimes/cli/tools.js';
import type { Codec, CodecSession, Resources } from '../codec.js';
import { requireFormat } from '../formats.js';
import { jpegLimits, readJpegFrame } from './frame.js';
import { libjpegQuality } from './quality.js';

const encoder: Tool = { program: 'cjpegli', variable: 'PARETO_CJPEGLI' };
const decoder: Tool = { program: 'djpegli', variable: 'PARETO_DJPEGLI' };
const source = 'build https://github.com/google/jpegli with cmake';

const sequential = (before: Settings) => before['progressive'] === 0;

/**
 * JPEG by jpegli's command lines, cjpegli and djpegli: adaptive dead zones and quantisation tables
 * made for butteraugli, decoded with jpegli's own smoothing of coefficients. ITU-T T.81. The programs
 * print no version; the first digits of their SHA-256 stand in for it.
 */
export const jpegli: Codec = {
  id: 'jpegli',
  title: 'JPEG by jpegli',
  kind: 'lossy',
  format: imageFormats.jpeg,
  params: {
    chroma: {
      type: 'choice',
      values: ['4:2:0', '4:2:2', '4:4:0', '4:4:4'],
      default: '4:4:4',
      meaning: 'chroma subsampling',
    },
    progressive: {
      type: 'integer',
      min: 0,
      max: 2,
      default: 2,
      meaning: 'level of progressive scans, 0 sequential',
    },
    adaptive: {
      type: 'boolean',
      default: true,
      meaning: 'adaptive quantisation by wider dead zones',
    },
    annex_k: {
      type: 'boolean',
      default: false,
      meaning: "the standard's quantisation tables (annex K) instead of jpegli's own",
    },
    optimise: {
      type: 'boolean',
      default: true,
      applies: sequential,
      meaning: 'Huffman tables made for the picture instead of the default ones',
    },
    distance: {
      type: 'number',
      min: 0,
      max: 25,
      default: null,
      sweep: [15, 10, 6, 4, 3, 2, 1.5, 1, 0.7, 0.5],
      meaning: 'butteraugli distance, 1 about visually lossless',
    },
    quality: {
      ...libjpegQuality,
      applies: (before) => before['distance'] === undefined,
      meaning: 'stands for a distance; about that of libjpeg',
    },
  },
  accepts: () => ({ channels: [1, 3], depths: [8] }),
  limits: () => jpegLimits,
  lossless: () => false,
  engine: () => ({
    name: 'jpegli',
    version: `${toolVersion(encoder, {})}+${toolVersion(decoder, {})}`,
    runtime: 'cli',
  }),
  available: async () => missingTool(encoder, source) ?? missingTool(decoder, source) ?? true,
  open: async (settings, resources) => openJpegli(settings, resources),
};

function openJpegli(settings: Settings, { maxPixels, signal }: Resources): CodecSession {
  const options = optionsOf(settings);
  const program = (tool: Tool): string => findTool(tool) ?? tool.program;
  return {
    encode: (image, clock) =>
      encodeThroughFiles(
        {
          input: { name: 'in.pnm', bytes: () => encodePnm(image) },
          output: { name: 'out.jpg', maxBytes: 8 * image.data.byteLength + 2 ** 20 },
          signal,
          argv: ({ input, output }) => [program(encoder), input, output, ...options],
          seconds: secondsOf,
        },
        clock,
      ),
    async decode(bytes, clock) {
      requireFormat(bytes, imageFormats.jpeg);
      const { width, height } = clock.stage('parse', () => readJpegFrame(bytes));
      checkPixels(width, height, maxPixels);
      // PNG, since djpegli hands an embedded profile on in it.
      const file = await decodeThroughFiles(
        {
          input: { name: 'in.jpg', bytes: () => bytes },
          output: { name: 'out.png', maxBytes: 8 * width * height + 2 ** 24 },
          signal,
          argv: ({ input, output }) => [program(decoder), input, output],
          seconds: secondsOf,
        },
        clock,
      );
      const { decodeImage } = await import('../../image/files/load.js');
      return clock.stage('finish', () => decodeImage(file, { maxPixels, name: 'out.png' }));
    },
    close: async () => undefined,
  };
}

function optionsOf({
  chroma,
  progressive,
  adaptive,
  annex_k,
  optimise,
  distance,
  quality,
}: Settings) {
  return [
    `--progressive_level=${progressive}`,
    `--chroma_subsampling=${String(chroma).replaceAll(':', '')}`,
    distance === undefined ? `--quality=${quality}` : `--distance=${distance}`,
    ...(adaptive === true ? [] : ['--noadaptive_quantization']),
    ...(annex_k === true ? ['--std_quant'] : []),
    ...(optimise === false ? ['--fixed_code'] : []),
  ];
}

/** `384 x 256, 49.922 MP/s, 1 threads.`: the codec's own work, from samples in memory to bytes. */
function secondsOf({ stdout, stderr }: CommandResult): number | null {
  const found = /(\d+) x (\d+), ([\d.]+) MP\/s/.exec(`${stdout}\n${stderr}`);
  const seconds = (Number(found?.[1]) * Number(found?.[2])) / (1e6 * Number(found?.[3]));
  return Number.isFinite(seconds) ? seconds : null;
}
