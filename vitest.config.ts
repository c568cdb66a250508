import { configDefaults, defineConfig } from 'vitest/config';

/**
 * Test files that are left out at a save, by reason. All others are the fast tier: Node alone, and
 * all of them together in less than a minute on two idle cores.
 */
const slow: Readonly<Record<string, readonly string[]>> = {
  'need Chromium or Firefox': [
    'test/app/**',
    'test/browser/**',
    'test/{metrics,runtimes/exact}/browser.test.ts',
  ],
  'need libraries or programs of the system': [
    'test/codecs/heic/**',
    'test/codecs/jpeg/{jpegli,turbo}.test.ts',
    'test/codecs/jpeg/wasm/{decode,encode,raster}.test.ts',
    'test/codecs/jxl/{jpeg,native}.test.ts',
    'test/codecs/vvc/vvc.test.ts',
    'test/runtimes/ffi/**',
    'test/cli/{completion,jxl-jpeg}.test.ts',
    'test/docs/notebook.test.ts',
  ],
  'code with every codec or every entropy coder': [
    'test/codecs/contract/**',
    'test/codecs/fuzz.test.ts',
    'test/codecs/jpeg/wasm/broken-files.test.ts',
    'test/codecs/jxl/jxl.test.ts',
    'test/codecs/learned/{codec,odd-sizes,sprig,taef2}.test.ts',
    'test/codecs/webp.test.ts',
    'test/entropy/{array-,}contract.test.ts',
    'test/runtimes/wasm/vips.test.ts',
  ],
  'score photographs': [
    'test/metrics/butteraugli/butteraugli.test.ts',
    'test/metrics/learned/{dists,lpips}.test.ts',
    'test/metrics/ssim/{multiscale,pooled,ssim}.test.ts',
    'test/metrics/ssimulacra2/ssimulacra2.test.ts',
  ],
  'start the program, or its workers, many times': [
    'test/{api,examples,examples-github,examples-service,package}.test.ts',
    'test/cli/{baseline,calibrate,collect,compare,encode,estimate,export,foreign-text,import,leaderboard,leaderboard-names,merge,queue}.test.ts',
    'test/cli/{lists,optimize,own-codecs,own-metrics,pick,publish,resize,score,verify}.test.ts',
    'test/cli/sweep{,-disturbed,-failures,-metrics,-orphans,-timing}.test.ts',
    'test/cases/**',
    'test/docs/tutorial.test.ts',
    'test/codecs/{decode-process,encode}.test.ts',
    'test/estimate/estimate.test.ts',
    'test/codecs/cli/codec.test.ts',
    'test/runtimes/optional-packages.test.ts',
    'test/runtimes/processes/guard.test.ts',
    'test/sweeps/sweep.test.ts',
    'test/library/check-codec.test.ts',
    'test/optimize/{never-larger,optimize,optimize-files,worker}.test.ts',
    'test/pick/pick.test.ts',
    'test/resize/batch.test.ts',
    'test/server/{app,attacks,service}.test.ts',
    'test/server/work/work.test.ts',
    'test/server/fetch/{fetcher,hostile}.test.ts',
    'test/cli/serve.test.ts',
  ],
  'read all of the shipped results': [
    'test/{library/build-leaderboard,leaderboard/baseline}.test.ts',
    'test/page/model/recompute.test.ts',
  ],
  'copy and build the project': ['test/scripts/**'],
};
const slowFiles = Object.values(slow).flat();

export default defineConfig({
  test: {
    globalSetup: ['test/support/shared-folder.ts'],
    // Two cores are the smallest machine we know of: more workers only slow each other down.
    maxWorkers: 2,
    // Generous: a busy machine is no failure.
    testTimeout: 240_000,
    hookTimeout: 240_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'fast',
          // Files share a process and what it has loaded: a quarter less work. So they must leave
          // nothing behind: environment variables by vi.stubEnv, files in folders of their own.
          isolate: false,
          setupFiles: ['test/support/own-environment.ts'],
          include: ['test/**/*.test.ts'],
          exclude: [...configDefaults.exclude, ...slowFiles],
        },
      },
      {
        extends: true,
        test: {
          name: 'slow',
          include: slowFiles.map((glob) => (glob.endsWith('**') ? `${glob}/*.test.ts` : glob)),
        },
      },
    ],
  },
});
