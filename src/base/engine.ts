/** The library that does the work, as measured: a figure without it cannot be made again. */
export interface Engine {
  readonly name: string;
  readonly version: string;
  readonly runtime: EngineRuntime;
}

/** How a library runs: in this process, as WASM, through a foreign function call, as a program. */
export const engineRuntimes = ['js', 'native', 'wasm', 'ffi', 'cli', 'onnx'] as const;

export type EngineRuntime = (typeof engineRuntimes)[number];
