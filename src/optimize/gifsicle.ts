import { untimed } from '../base/clock.js';
import { encodeThroughFiles } from '../runtimes/cli/through-files.js';
import { findTool, type Tool } from '../runtimes/cli/tools.js';

/** gifsicle, a program of its own under the GPL: used where somebody installed it. */
const gifsicle: Tool = { program: 'gifsicle', variable: 'PARETO_GIFSICLE' };

/** Whether the program is here. */
export function hasGifsicle(): boolean {
  return findTool(gifsicle) !== null;
}

/**
 * A GIF file with its frames cut to what changes, and coded again.
 * @param lossy how much rows may differ for longer repeats, 0 for not at all
 * @throws WorkError where the program fails
 */
export async function runGifsicle(
  gif: Uint8Array,
  { lossy, signal }: { readonly lossy: number; readonly signal?: AbortSignal | undefined },
): Promise<Uint8Array> {
  const program = findTool(gifsicle) ?? gifsicle.program;
  return encodeThroughFiles(
    {
      input: { name: 'input.gif', bytes: () => gif },
      output: { name: 'output.gif', maxBytes: 2 * gif.length + 2 ** 16 },
      signal,
      argv: ({ input, output }) => [
        ...[program, '--no-warnings', '-O3', ...(lossy > 0 ? [`--lossy=${lossy}`] : [])],
        ...['-o', output, input],
      ],
    },
    untimed,
  );
}
