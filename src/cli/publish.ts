import { publishPage } from '../library/publish-page.js';
import type { ArgumentsOf } from './command.js';
import type { publishOptions } from './options/publish.js';
import { print } from './output.js';
import { describePictures, pictureLimits } from './pictures.js';
import { openReporter } from './progress.js';

/** Makes a folder with the page for GitHub Pages, a Space, or any static server. */
export async function publishCommand({
  to,
  title,
  out,
  anchor,
  ...args
}: ArgumentsOf<typeof publishOptions>): Promise<void> {
  const limits = pictureLimits(args.pictures, args['pictures-limit']);
  const reporter = openReporter();
  const { pictures } = await publishPage(out, {
    ...{ to, title, withBaseline: args['with-baseline'], anchor, pictures: limits },
    onWarning: reporter.warn,
    onProgress: ({ kind, done, total }) => {
      if (kind === 'pictures') reporter.progress('pictures', done, total, 0);
    },
  });
  reporter.done();
  const told = describePictures(pictures);
  print(
    [
      ...(told === null ? [] : [told]),
      `the page is in ${to}: docs/page.md says how to put it online`,
    ].join('\n\n'),
  );
}
