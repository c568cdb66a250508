import { WorkError } from '../../base/errors.js';
import type { Settings } from '../../base/params.js';
import { convert } from '../../image/convert.js';
import { checkPixels } from '../../image/pixels.js';
import type { Raster } from '../../image/raster.js';
import { fromPlanes, joinPlanes, planesSize, splitPlanes, toPlanes } from '../../image/ycbcr.js';
import type { CommandResult } from '../../runtimes/cli/command.js';
import { decodeThroughFiles, encodeThroughFiles } from '../../runtimes/cli/through-files.js';
import { findTool, missingTool, type Tool, toolVersion } from '../../runtimes/cli/tools.js';
import type { Codec, CodecSession, Resources } from '../codec.js';
import { requireFormat } from '../formats.js';
import { vvcFormat } from './format.js';
import { readHeader, wrapStream } from './header.js';

const vvenc: Tool = { program: 'vvencapp', variable: 'PARETO_VVENC' };
const uvg266: Tool = { program: 'uvg266', variable: 'PARETO_UVG266' };
const vvdec: Tool = { program: 'vvdecapp', variable: 'PARETO_VVDEC' };

const sources = new Map([
  [vvenc, 'build https://github.com/fraunhoferhhi/vvenc with cmake'],
  [uvg266, 'build https://github.com/ultravideo/uvg266 with cmake'],
  [vvdec, 'build https://github.com/fraunhoferhhi/vvdec with cmake'],
]);

/**
 * H.266/VVC still pictures by command lines: VVenC or uvg266 encode, VVdeC decodes. ITU-T H.266. RGB
 * goes as full-range BT.709 Y'CbCr 4:2:0 (see toPlanes), of 10 bit with VVenC and 8 bit with uvg266 as
 * it is built by default; grey as 4:0:0 with VVenC. Files are plain byte streams (annex B); four bytes stand
 * before them where a side is odd or the samples have 16 bit (see wrapStream).
 */
export const vvc: Codec = {
  id: 'vvc',
  title: 'H.266/VVC still picture',
  kind: 'lossy',
  format: vvcFormat,
  params: {
    engine: {
      type: 'choice',
      values: ['vvenc', 'uvg266'],
      default: 'vvenc',
      meaning: 'the encoder; VVdeC decodes',
    },
    preset: {
      type: 'choice',
      values: ['faster', 'fast', 'medium', 'slow', 'slower'],
      default: 'medium',
      applies: (before) => before['engine'] === 'vvenc',
      meaning: "VVenC's preset of this name",
    },
    uvg_preset: {
      type: 'choice',
      values: ['ultrafast', 'faster', 'fast', 'medium', 'slower', 'veryslow'],
      default: 'medium',
      applies: (before) => before['engine'] === 'uvg266',
      meaning: "uvg266's preset of this name",
    },
    qpa: {
      type: 'boolean',
      default: false,
      applies: (before) => before['engine'] === 'vvenc',
      meaning: "VVenC's perceptual adaptation of QP (XPSNR), which costs PSNR",
    },
    qp: {
      type: 'integer',
      min: 0,
      max: 51,
      default: 32,
      sweep: [47, 42, 37, 32, 27, 22, 17],
      meaning: 'quantisation parameter, 0 finest',
    },
  },
  // uvg266 0.8.1 writes a wrong size into the files of 4:0:0 pictures that it pads.
  accepts: ({ engine }) => ({ channels: engine === 'uvg266' ? [3] : [1, 3], depths: [8, 16] }),
  lossless: () => false,
  engine(settings) {
    const encoder = encoderOf(settings);
    const pattern = encoder === vvenc ? /^vvencapp version (\S+)/m : /^uvg266 (\S+)/m;
    const versions = [
      toolVersion(encoder, { args: ['--version'], pattern }),
      toolVersion(vvdec, { args: ['--version'], pattern: /^vvdecapp version (\S+)/m }),
    ];
    const name = encoder === vvenc ? 'VVenC+VVdeC' : 'uvg266+VVdeC';
    return { name, version: versions.join('+'), runtime: 'cli' };
  },
  available: async (settings) =>
    missingTool(encoderOf(settings), sources.get(encoderOf(settings))!) ??
    missingTool(vvdec, sources.get(vvdec)!) ??
    true,
  open: async (settings, resources) => openVvc(settings, resources),
};

function encoderOf({ engine }: Settings): Tool {
  return engine === 'uvg266' ? uvg266 : vvenc;
}

function openVvc(settings: Settings, { threads, maxPixels, signal }: Resources): CodecSession {
  const encoder = encoderOf(settings);
  const bits = encoder === vvenc ? 10 : 8;
  const program = (tool: Tool): string => findTool(tool) ?? tool.program;
  return {
    async encode(given, clock) {
      const image = wideEnough(given);
      const { width, height } = evenSize(image);
      const size = `${width}x${height}`;
      const command = encoder === vvenc ? vvencCommand : uvgCommand;
      const stream = await encodeThroughFiles(
        {
          input: { name: 'in.yuv', bytes: () => joinPlanes(toPlanes(image, bits)) },
          output: { name: 'out.266', maxBytes: 8 * image.data.byteLength + 2 ** 20 },
          signal,
          argv: ({ input, output }) => [
            program(encoder),
            ...command(settings, { input, output, size, threads, grey: image.channels === 1 }),
          ],
          seconds: (result) => told(result, secondsOfEncoder),
        },
        clock,
      );
      return clock.stage('store', () => wrapStream(stream, image));
    },
    async decode(bytes, clock) {
      requireFormat(bytes, vvcFormat);
      const header = clock.stage('parse', () => readHeader(bytes));
      const { stream, coded, width, height, bits: codedBits, grey } = header;
      checkPixels(width, height, maxPixels);
      const maxBytes = planesSize(coded.width, coded.height, codedBits, grey);
      const planes = await decodeThroughFiles(
        {
          input: { name: 'in.266', bytes: () => stream },
          output: { name: 'out.yuv', maxBytes },
          signal,
          argv: ({ input, output }) => [
            program(vvdec),
            ...['-b', input, '-o', output, '-f', '1', '-t', String(threads)],
          ],
          seconds: (result) => told(result, secondsOfDecoder),
        },
        clock,
      );
      if (planes.length !== maxBytes) {
        throw new WorkError(
          `VVC picture of ${coded.width}x${coded.height} decoded to ${planes.length} bytes, not ${maxBytes}`,
        );
      }
      return clock.stage('finish', () =>
        fromPlanes(splitPlanes(planes, { ...coded, bits: codedBits, grey }), header),
      );
    },
    close: async () => undefined,
  };
}

/** VVdeC 3.3 refuses 4:0:0 pictures narrower than 4: these go as RGB. */
function wideEnough(image: Raster): Raster {
  const narrow = image.channels === 1 && image.width < 4;
  return narrow ? convert(image, { channels: 3, depth: image.depth }) : image;
}

function evenSize({ width, height }: Raster): { width: number; height: number } {
  return { width: width + (width % 2), height: height + (height % 2) };
}

interface Job {
  readonly input: string;
  readonly output: string;
  readonly size: string;
  readonly threads: number;
  readonly grey: boolean;
}

function vvencCommand(settings: Settings, { input, output, size, threads, grey }: Job): string[] {
  const colour = [
    'ColourDescriptionPresent=1',
    'ColourPrimaries=bt709',
    'TransferCharacteristics=iec61966-2-1',
    'MatrixCoefficients=bt709',
    ...(grey ? [] : ['ChromaLocInfoPresent=1', 'ChromaSampleLocType=1']),
  ];
  return [
    ...['--input', input, '--output', output, '--size', size],
    ...['--format', grey ? 'yuv400_10' : 'yuv420_10', '--framerate', '1', '--frames', '1'],
    ...['--intraperiod', '1', '--profile', 'main_10_still_picture', '--range', 'full'],
    ...['--preset', String(settings['preset']), '--qp', String(settings['qp'])],
    ...['--qpa', settings['qpa'] === true ? '1' : '0', '--threads', String(threads)],
    ...['--additional', colour.join(':')],
  ];
}

function uvgCommand(settings: Settings, { input, output, size, threads }: Job): string[] {
  return [
    ...['--input', input, '--output', output, '--input-res', size],
    ...['--input-format', 'P420', '--frames', '1', '--period', '1'],
    ...['--preset', String(settings['uvg_preset']), '--qp', String(settings['qp'])],
    // 0 threads: all in the main one.
    ...['--threads', String(threads === 1 ? 0 : threads), '--owf', '0'],
    ...['--range', 'pc', '--colorprim', 'bt709', '--transfer', 'iec61966-2-1'],
    ...['--colormatrix', 'bt709', '--chromaloc', '1', '--no-info', '--hash', 'none'],
  ];
}

/** `Total Time: 0.226 sec.` of vvencapp, `Encoding wall time: 0.123 s.` of uvg266. */
const secondsOfEncoder = /(?:Total Time|Encoding wall time): ([\d.]+) s/;
/** `1 frames decoded @ 34.4828 fps (0.029 sec)` of vvdecapp. */
const secondsOfDecoder = /frames decoded @ \S+ fps \(([\d.]+) sec\)/;

function told({ stdout, stderr }: CommandResult, pattern: RegExp): number | null {
  const seconds = Number(pattern.exec(`${stdout}\n${stderr}`)?.[1]);
  // Printed to a millisecond: less says nothing.
  return seconds > 0 ? seconds : null;
}
