/**
 * Where the kernels lie. All from this one file, in the one form that bundlers know as a file to ship;
 * one that does not know it (esbuild) leaves the folder `kernels` beside its bundle to its user.
 */
export const kernelUrls = {
  squaredError: new URL('./kernels/squared-error.wasm', import.meta.url),
  ssim: new URL('./kernels/ssim.wasm', import.meta.url),
  ssimulacra2: new URL('./kernels/ssimulacra2.wasm', import.meta.url),
  butteraugli: new URL('./kernels/butteraugli.wasm', import.meta.url),
} as const;
