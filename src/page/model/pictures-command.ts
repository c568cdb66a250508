/** A word of a command line, quoted where a shell would read more in it. */
export function shellWord(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

/** What makes the bitstreams of codecs again, with their error maps. */
export function sweepCommand(
  { dataset, crop }: { readonly dataset: string; readonly crop: string | null },
  { codecs, image, metric }: { codecs: readonly string[]; image?: string; metric: string | null },
): string {
  const words = [
    ...['npx pareto sweep --codec', shellWord(codecs.join(',')), '--dataset', shellWord(dataset)],
    ...(image === undefined ? [] : ['--images', shellWord(image)]),
    ...(crop === null ? [] : ['--crop', shellWord(crop)]),
    ...(metric === null ? [] : ['--metrics', shellWord(metric)]),
    '--maps --rescore',
  ];
  return words.join(' ');
}

/** What writes the page again with more pictures. */
export function pageCommand(options = ''): string {
  return `npx pareto leaderboard --pictures all${options}`;
}
