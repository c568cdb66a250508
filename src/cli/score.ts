import path from 'node:path';
import type { AlphaFate } from '../base/alpha-fate.js';
import { WorkError } from '../base/errors.js';
import { writeWhole } from '../base/write-whole.js';
import { compareAlpha } from '../image/alpha.js';
import { sameSamples } from '../image/compare.js';
import { parseMetricList, selectMetrics } from '../metrics/selection.js';
import { openMetricTable } from '../metrics/table.js';
import { loadPair } from '../score/pair.js';
import { scoreEach } from '../score/score.js';
import { storedScores } from '../sweeps/rd/score.js';
import { ownMetricsOf } from './arguments.js';
import type { ArgumentsOf } from './command.js';
import { readReadingOptions } from './one-picture.js';
import type { scoreOptions } from './options/score.js';
import { formatTable, print, printJson, printWarning } from './output.js';
import { formatScore } from './result-tables.js';

/** Scores one picture against another. */
export async function scoreCommand(args: ArgumentsOf<typeof scoreOptions>): Promise<void> {
  const reading = readReadingOptions(args);
  const table = await openMetricTable(ownMetricsOf(args));
  const found = await selectMetrics(args.metrics, table, printWarning);
  const selected = found.map(({ metric }) => metric);
  const { original, decoded, damage } = await loadPair(args.original, args.decoded, reading);
  const exact = sameSamples(original, decoded);
  const alpha = compareAlpha(original, decoded);
  const maps = args.maps !== undefined;
  const scores = await storedScores(
    scoreEach(original, decoded, selected, { maps }),
    args.maps === undefined ? null : mapWriter(args.maps),
  );
  if (args.json) {
    const { width, height } = original;
    const names = { original: args.original, decoded: args.decoded };
    printJson({ ...names, width, height, exact, alpha, damage, ...scores });
  } else {
    const rows = selected.map((metric) => {
      const { id, unit, better } = metric;
      const tile = scores.worstTiles[id];
      return [
        id,
        id in scores.metricErrors ? 'none' : formatScore(metric, scores.metrics[id] ?? null, exact),
        unit || '-',
        better,
        tile ? formatScore(metric, tile.value, exact) : '-',
        tile ? `${tile.x},${tile.y} ${tile.width}x${tile.height}` : '-',
      ];
    });
    const figures = formatTable(['metric', 'value', 'unit', 'better', 'worst tile', 'at'], rows);
    const note = alphaNote(alpha);
    print(note === null ? figures : `${figures}\n\n${note}`);
  }
  // Of a group of metrics, those that such a picture does not have are no failure.
  const named = parseMetricList(args.metrics, table.names);
  const errors = Object.entries(scores.metricErrors).filter(
    ([id]) => named.includes(id) || !(id in scores.metricVersions),
  );
  if (errors.length === 0) return;
  const reasons = errors.map(([id, message]) =>
    message.startsWith(id) ? message : `${id}: ${message}`,
  );
  throw new WorkError(`${args.decoded} against ${args.original}: ${reasons.join('; ')}`);
}

/** What to mind where the alpha of two pictures is not the same, for people; null where it is. */
function alphaNote(alpha: AlphaFate | null): string | null {
  switch (alpha) {
    case 'lost':
      return 'alpha lost: the original is transparent in places and the decoded picture nowhere; a value can be perfect all the same';
    case 'differs':
      return 'alpha differs: the pictures are compared over black and over white, and the worse value counts';
    default:
      return null;
  }
}

function mapWriter(folder: string) {
  return async (metric: string, png: Uint8Array): Promise<void> => {
    writeWhole([{ file: path.join(folder, `${metric}.png`), pieces: [png] }]);
  };
}
