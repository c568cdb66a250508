import { type BoardChoice, type BoardRow, columnIds } from './board.js';
import { printAt } from './board-at.js';
import type { PageDataset } from './contract.js';
import { usualTimesOf } from './memo.js';
import { curveOptions } from './selection.js';

/**
 * The board as a table of plain figures, in the order and the choice of rows given. Every line says
 * what its figures are of: metric, anchor, which BD-rate, the quality of `bpp`, and the group of
 * times with its crop. docs/page.md has the columns. Pure.
 */
export function boardCsv(
  data: PageDataset,
  rows: readonly BoardRow[],
  { metric, anchor, at, timing, aggregate }: BoardChoice,
): (string | number | null)[][] {
  const { group, timings } = data;
  const times = timing === null ? null : timings[timing]!;
  const { told } = usualTimesOf(data, timing);
  const header = [
    ...['curve', 'engine', 'version', 'runtime', 'images', 'complete'],
    ...['metric', 'anchor', 'aggregate', 'bd_rate_percent', 'bd_rate_low', 'bd_rate_high'],
    ...['bd_rate_images', 'bd_rate_of_images'],
    ...['bpp_at', 'bpp', 'testbed', 'crop', 'threads', 'timed_images'],
    ...['encode_mp_per_s', 'encode_low', 'encode_high'],
    ...['decode_mp_per_s', 'decode_low', 'decode_high'],
    ...['peak_bytes', 'encode_macs_per_pixel', 'decode_macs_per_pixel', 'pareto', 'notes'],
  ];
  const lines = rows.map(({ label, engine, images, complete, cells, front, published }) => {
    const { bd, bpp, encode, decode, memory, macs } = cells;
    const notes = columnIds.flatMap((id) =>
      cells[id].note === null ? [] : [`${id}: ${cells[id].note}`],
    );
    if (told !== '' && encode.value !== null) notes.push(`times: ${told}`);
    // A published curve has no images of its own to take a mean of.
    const of = published === null && aggregate === 'images' ? 'images' : 'mean curves';
    return [
      ...[label, engine?.name ?? null, engine?.version ?? null, engine?.runtime ?? null],
      ...[images, String(complete)],
      ...[
        metric,
        anchor === null ? null : curveOptions({ curves: group.curves })[anchor]!.name,
        of,
      ],
      ...[bd.value, bd.low ?? null, bd.high ?? null],
      ...(bd.value === null ? [null, null] : [bd.over?.n ?? images, bd.over?.of ?? group.images]),
      ...[at === null ? null : printAt(at.metric, at.value), bpp.value],
      ...[times?.testbed ?? null, times?.crop ?? null, times?.threads ?? null],
      times?.images ?? null,
      ...[encode.value, encode.low ?? null, encode.high ?? null],
      ...[decode.value, decode.low ?? null, decode.high ?? null],
      ...[memory.value, macs.low ?? null, macs.high ?? null],
      ...[front.on === null ? null : String(front.on), notes.join('; ')],
    ];
  });
  return [header, ...lines];
}
