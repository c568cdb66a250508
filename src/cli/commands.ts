import { type Command, createCommand } from './command.js';

/** Options of every command. */
export const commonOptions = ['debug', 'help', 'version'];

/** Every command, in the order of help. Loading this table loads none of them. */
export const commands: readonly Command[] = [
  createCommand('sweep', 'Measure codecs on a data set', {
    options: async () => (await import('./options/sweep.js')).sweepOptions,
    run: async () => (await import('./sweep.js')).sweepCommand,
  }),
  createCommand('pick <pictures>', 'Tell which codec, at which setting, to use for some pictures', {
    options: async () => (await import('./options/pick.js')).pickOptions,
    run: async () => (await import('./pick.js')).pickCommand,
  }),
  createCommand('leaderboard', 'Aggregate all results into leaderboard.json and a page', {
    options: async () => (await import('./options/leaderboard.js')).leaderboardOptions,
    run: async () => (await import('./leaderboard.js')).leaderboardCommand,
  }),
  createCommand('work', 'Work for the sweeps of other machines, by a queue', {
    options: async () => (await import('./options/work.js')).workOptions,
    run: async () => (await import('./work.js')).workCommand,
  }),
  createCommand('merge [folders..]', 'Join folders of results of several machines into one', {
    options: async () => (await import('./options/merge.js')).mergeOptions,
    run: async () => (await import('./merge.js')).mergeCommand,
  }),
  createCommand('compact', 'Pack records into Parquet partitions, about a twelfth of their size', {
    options: async () => (await import('./options/compact.js')).compactOptions,
    run: async () => (await import('./compact.js')).compactCommand,
  }),
  createCommand('collect', 'Serve the bench as a page: every browser that opens it is a testbed', {
    options: async () => (await import('./options/collect.js')).collectOptions,
    run: async () => (await import('./collect.js')).collectCommand,
  }),
  createCommand(
    'compare <before> [after]',
    'Compare two folders of results, or two versions: what changed, and how surely',
    {
      options: async () => (await import('./options/compare.js')).compareOptions,
      run: async () => (await import('./compare.js')).compareCommand,
    },
  ),
  createCommand('export', 'Write the results in another format', {
    options: async () => (await import('./options/export.js')).exportOptions,
    run: async () => (await import('./export.js')).exportCommand,
  }),
  createCommand('import <file>', 'Take in published curves, to show beside measured ones', {
    options: async () => (await import('./options/import.js')).importOptions,
    run: async () => (await import('./import.js')).importCommand,
  }),
  createCommand('publish', 'Make a folder with the page for a static host', {
    options: async () => (await import('./options/publish.js')).publishOptions,
    run: async () => (await import('./publish.js')).publishCommand,
  }),
  createCommand('codecs [codec]', 'List the codecs, or the settings of one of them', {
    options: async () => (await import('./options/codecs.js')).codecsOptions,
    run: async () => (await import('./codecs.js')).codecsCommand,
  }),
  createCommand('metrics', 'List the metrics with their definitions', {
    options: async () => (await import('./options/metrics.js')).metricsOptions,
    run: async () => (await import('./metrics.js')).metricsCommand,
  }),
  createCommand('score <original> <decoded>', 'Score one picture against another', {
    options: async () => (await import('./options/score.js')).scoreOptions,
    run: async () => (await import('./score.js')).scoreCommand,
  }),
  createCommand('estimate [pictures..]', 'Predict what pictures would weigh', {
    options: async () => (await import('./options/estimate.js')).estimateOptions,
    run: async () => (await import('./estimate.js')).estimateCommand,
  }),
  createCommand(
    'optimize [pictures..]',
    'Make the files of pictures smaller, and tell how they look',
    {
      options: async () => (await import('./options/optimize.js')).optimizeOptions,
      run: async () => (await import('./optimize.js')).optimizeCommand,
    },
  ),
  createCommand('resize [pictures..]', 'Resize pictures, one or thousands', {
    options: async () => (await import('./options/resize.js')).resizeOptions,
    run: async () => (await import('./resize.js')).resizeCommand,
  }),
  createCommand('serve', 'Estimate and optimise pictures over HTTP', {
    options: async () => (await import('./options/serve.js')).serveOptions,
    run: async () => (await import('./serve.js')).serveCommand,
  }),
  createCommand('encode <picture> <file>', 'Encode a picture with a codec', {
    options: async () => (await import('./options/encode.js')).encodeOptions,
    run: async () => (await import('./encode.js')).encodeCommand,
  }),
  createCommand('decode <file> <picture>', 'Decode a file by its own format', {
    options: async () => (await import('./options/decode.js')).decodeOptions,
    run: async () => (await import('./decode.js')).decodeCommand,
  }),
  createCommand('verify', 'Compare the metrics with published values', {
    options: async () => (await import('./options/verify.js')).verifyOptions,
    run: async () => (await import('./verify.js')).verifyCommand,
  }),
  createCommand('datasets', 'List the data sets and where their files are', {
    options: async () => (await import('./options/datasets.js')).datasetsOptions,
    run: async () => (await import('./datasets.js')).datasetsCommand,
  }),
  createCommand(
    'models [action] [id]',
    'List the models of learned metrics and codecs; export a metric’s from its official weights; check them',
    {
      options: async () => (await import('./options/models.js')).modelsOptions,
      run: async () => (await import('./models.js')).modelsCommand,
    },
  ),
  createCommand(
    'completion [shell]',
    'Print the script that makes a shell complete command lines',
    {
      options: async () => (await import('./options/completion.js')).completionOptions,
      run: async () => (await import('./completion.js')).completionCommand,
    },
  ),
];
