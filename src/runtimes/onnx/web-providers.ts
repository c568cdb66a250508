/** Where onnxruntime-web runs graphs. */
export const webProviders = ['wasm', 'webgpu'] as const;
export type WebProvider = (typeof webProviders)[number];
