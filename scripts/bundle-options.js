// What every bundle is made by: one place for what it must run on.

/** @satisfies {import('esbuild').BuildOptions} */
const all = {
  bundle: true,
  minify: true,
  legalComments: 'none',
  logLevel: 'warning',
};

/** Modules for the oldest Node that package.json takes. @satisfies {import('esbuild').BuildOptions} */
export const forNode = { ...all, format: 'esm', platform: 'node', target: 'node20' };

/** For the browsers of spring 2024 and later. @satisfies {import('esbuild').BuildOptions} */
export const forBrowsers = {
  ...all,
  target: ['es2023', 'chrome123', 'firefox120', 'safari17.5'],
};
