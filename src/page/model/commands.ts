import type { PageIndex } from './contract.js';

/** What the commands that a page prints need beside the figures. */
export type CommandNames = Pick<PageIndex, 'own' | 'results' | 'read'>;

/** The folder where the commands of the Method view write to. */
export const againFolder = 'again';

/**
 * A sweep, as words that a shell takes. What is the user's own stands as `path/to/NAME`: records name
 * no paths.
 * @param specs codecs with their settings
 * @param options all further options
 */
export function sweepWords(
  { own }: CommandNames,
  { specs, dataset, options }: { specs: string[]; dataset: string; options: readonly string[] },
): string[] {
  const ids = specs.map((spec) => /^[^:@]*/.exec(spec)![0]);
  const plugins = own.codecs.filter(({ id }) => ids.includes(id)).map(({ file }) => file);
  return [
    ...['npx', 'pareto', 'sweep', '--codec', specs.join()],
    ...(plugins.length === 0 ? [] : ['--plugin', plugins.join()]),
    ...['--dataset', own.datasets.includes(dataset) ? `path/to/${dataset}` : dataset],
    ...options,
  ];
}

/** Metrics as an option: those of the user's own are not known by their names alone. */
export function metricWords({ own }: CommandNames, metrics: readonly string[]): string[] {
  const known = metrics.filter((metric) => !own.metrics.includes(metric));
  return known.length === 0 ? [] : ['--metrics', known.join()];
}

/** The option of the folder of results, where it is not the usual one. */
export function outWords({ results }: Pick<CommandNames, 'results'>): string[] {
  return results === 'results' ? [] : ['--out', results];
}

/** What makes the bitstreams of codecs again, with their error maps. */
export function bitstreamsCommand(
  names: CommandNames,
  { dataset, crop }: { readonly dataset: string; readonly crop: string | null },
  { specs, image, metric }: { specs: string[]; image?: string; metric: string | null },
): string {
  const options = [
    ...(image === undefined ? [] : ['--images', image]),
    ...(crop === null ? [] : ['--crop', crop]),
    ...metricWords(names, metric === null ? [] : [metric]),
    ...outWords(names),
    ...['--maps', '--rescore'],
  ];
  return printCommand(sweepWords(names, { specs, dataset, options }));
}

/** What writes the page again. */
export function pageCommand(
  names: Pick<CommandNames, 'results'>,
  options: readonly string[] = [],
): string {
  return printCommand(['npx', 'pareto', 'leaderboard', ...outWords(names), ...options]);
}

/** What must be put in the place of what records do not tell; empty where they tell all. */
export function ownNote({ own }: CommandNames): string {
  const paths = [...own.datasets, ...own.codecs.map(({ id }) => id)];
  return [
    ...(paths.length === 0
      ? []
      : [`path/to/… stands for where ${paths.join(', ')} ${paths.length === 1 ? 'lies' : 'lie'}.`]),
    ...(own.metrics.length === 0
      ? []
      : [
          `${own.metrics.join(', ')}: not of the program; --plugin or --metric-command computes ${own.metrics.length === 1 ? 'it' : 'them'} too.`,
        ]),
  ].join(' ');
}

/** Words as a shell takes them: quoted where they hold more than plain characters. */
export function printCommand(words: readonly string[]): string {
  return words
    .map((word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`))
    .join(' ');
}
