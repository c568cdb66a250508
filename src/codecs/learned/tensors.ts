import type { Tensor } from '../../runtimes/onnx/session.js';
import type { TransformGraph } from './model.js';
import { cutOut, pasteCore, scaleOf, type Tiling, windowsOf } from './windows.js';

/** A tensor by which the graphs of a codec are wired to each other. */
export interface NamedTensor {
  readonly tensor: Tensor;
  /** Pixels that one place stands for along each side; null of what has no place, as `rate`. */
  readonly scale: number | null;
}

export type NamedTensors = ReadonlyMap<string, NamedTensor>;

/** Pixels of a padded picture. */
export interface Extent {
  readonly width: number;
  readonly height: number;
}

/** One number, as `step` and `rate` are handed to graphs. */
export function scalar(value: number): NamedTensor {
  return { tensor: { dims: [1], data: Float32Array.of(value) }, scale: null };
}

/**
 * Runs a graph on the tensors of its inputs' names: on all of the picture, or window by window with
 * the answers put together.
 * @throws WorkError where it cannot be run, or where answers do not cover the picture evenly
 */
export async function runNamed(
  { name, session, inputs, outputs }: TransformGraph,
  known: NamedTensors,
  { width, height }: Extent,
  tiling: Tiling | null,
): Promise<Map<string, NamedTensor>> {
  const windows = windowsOf(width, height, tiling);
  const given = inputs.map((input) => [input, known.get(input)!] as const);
  const answers = new Map<string, NamedTensor & { readonly scale: number }>();
  for (const window of windows) {
    const feeds = given.map(([input, { tensor, scale }]) => [
      input,
      scale === null ? tensor : cutOut(tensor, scale, window),
    ]);
    const results = await session.run(Object.fromEntries(feeds), outputs);
    for (const output of outputs) {
      const answer = results[output]!;
      const scale = scaleOf(answer, window, `${output} of ${name}`);
      if (windows.length === 1) {
        answers.set(output, { tensor: answer, scale });
        continue;
      }
      const dims = [1, answer.dims[1]!, height / scale, width / scale];
      const whole = answers.get(output) ?? {
        tensor: { dims, data: new Float32Array(dims.reduce((all, side) => all * side, 1)) },
        scale,
      };
      answers.set(output, whole);
      pasteCore(whole.tensor, answer, scale, window);
    }
  }
  return answers;
}
