import path from 'node:path';
import { checkPath } from '../base/options.js';
import { leaderboardFile, leaderboardText } from '../leaderboard/leaderboard-file.js';
import { checkPublishFolder, hostFiles } from '../page/write/publish-folder.js';
import { planPage, type WritePageOptions, type WrittenPage } from './write-page.js';

/** Options of `publishPage`. */
export interface PublishPageOptions extends WritePageOptions {
  /** The folder to make: it must be new, empty, or hold a page that was published there. */
  readonly to: string;
  /** Title of a Space; `Image codecs compared` if not given. */
  readonly title?: string;
}

/**
 * Makes a folder that GitHub Pages, a static Space of Hugging Face or any static server shows: the
 * page, leaderboard.json, `.nojekyll` and a README with a Space's header. It holds a whole page at any
 * moment; a page that was published there before gives way in one step. Results are only read.
 *
 *     await publishPage('./results', { to: './public', withBaseline: true });
 *
 * @throws UsageError for a folder that holds other things, and as `writePage`
 */
export async function publishPage(
  results: string,
  { to, title = 'Image codecs compared', ...options }: PublishPageOptions,
): Promise<WrittenPage> {
  checkPath('to', 'the path of a folder', to);
  checkPublishFolder(to);
  const plan = await planPage(results, options, {
    folder: to,
    files: (board) => [
      ...hostFiles(to, title),
      { path: path.basename(leaderboardFile(to)), content: leaderboardText(board) },
    ],
  });
  return plan.write();
}
