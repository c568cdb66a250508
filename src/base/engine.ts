/** The library that does the work, as measured: a figure without it cannot be made again. */
export interface Engine {
  readonly name: string;
  readonly version: string;
  readonly runtime: EngineRuntime;
}

const level = /^level \S+ /;

/** The version of a codec whose rates have weights of their own, at one of them. */
export function levelVersion(weights: string, libraries: string): string {
  return `level ${weights} ${libraries}`;
}

/** What versions of such a codec at its rates have in common; other versions as they are. */
export function withoutLevel(version: string): string {
  return version.replace(level, '');
}

/** How a library runs: in this process, as WASM, through a foreign function call, as a program. */
export const engineRuntimes = ['js', 'native', 'wasm', 'ffi', 'cli', 'onnx'] as const;

export type EngineRuntime = (typeof engineRuntimes)[number];
