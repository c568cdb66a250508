import type { Settings } from '../../base/params.js';
import type { CommandResult } from '../../runtimes/cli/command.js';
import { decodeThroughFiles, encodeThroughFiles } from '../../runtimes/cli/through-files.js';
import { findTool } from '../../runtimes/cli/tools.js';
import type { JpegSession, Resources } from '../codec.js';
import { checkJpeg, checkJxlOfJpeg } from './jpeg-files.js';
import { cjxl, djxl } from './tools.js';

/** Recompression of JPEG files by cjxl and djxl. */
export async function openJxlJpegCli(
  settings: Settings,
  { threads, maxPixels, signal }: Resources,
): Promise<JpegSession> {
  const { effort } = settings;
  const encoder = findTool(cjxl) ?? cjxl.program;
  const decoder = findTool(djxl) ?? djxl.program;
  return {
    async encode(jpeg, clock) {
      checkJpeg(jpeg, maxPixels);
      return encodeThroughFiles(
        {
          input: { name: 'input.jpg', bytes: () => jpeg },
          output: { name: 'output.jxl', maxBytes: 2 * jpeg.length + 2 ** 20 },
          signal,
          // For cjxl 0 is no threads besides its own.
          argv: ({ input, output }) => [
            ...[encoder, input, output, '--lossless_jpeg=1', `--effort=${effort}`],
            `--num_threads=${threads > 1 ? threads : 0}`,
          ],
        },
        clock,
      );
    },
    async decode(bytes, clock) {
      const maxBytes = checkJxlOfJpeg(bytes, maxPixels);
      return decodeThroughFiles(
        {
          input: { name: 'input.jxl', bytes: () => bytes },
          output: { name: 'output.jpg', maxBytes },
          signal,
          // For the djxl of 0.7 0 is as many as there are processors.
          argv: ({ input, output }) => [decoder, input, output, `--num_threads=${threads}`],
          seconds: secondsOf,
        },
        clock,
      );
    },
    close: async () => undefined,
  };
}

/** From `768 x 512, 8.98 MP/s [8.98, 8.98], …`, which djxl prints; cjxl says nothing of a JPEG. */
function secondsOf({ stdout, stderr }: CommandResult): number | null {
  const found = /(\d+) x (\d+), (?:geomean: )?([\d.]+) MP\/s/.exec(`${stdout}\n${stderr}`);
  if (found === null) return null;
  const [width, height, speed] = found.slice(1).map(Number) as [number, number, number];
  return speed > 0 ? (width * height) / (speed * 1e6) : null;
}
