// Glue code of packages that come without types: a function of `EmscriptenGlue`.

declare module '@cornerstonejs/codec-charls/wasmjs' {
  const glue: unknown;
  export = glue;
}

declare module '@cornerstonejs/codec-openjpeg/wasmjs' {
  const glue: unknown;
  export = glue;
}

declare module '@cornerstonejs/codec-openjph/wasmjs' {
  const glue: unknown;
  export = glue;
}

declare module '@foxglove/wasm-zstd/dist/wasm-zstd.js' {
  const glue: unknown;
  export = glue;
}
