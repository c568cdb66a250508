// Draws the rate-distortion curves of a leaderboard as SVG, for the README:
//
//   node scripts/draw-curves.js kodak psnr docs/kodak-psnr.svg
import { writeFileSync } from 'node:fs';
import { readLeaderboard } from '#src/leaderboard/leaderboard-file.js';

const [dataset = 'kodak', metric = 'psnr', target = 'docs/kodak-psnr.svg', file] =
  process.argv.slice(2);
const board = readLeaderboard(file ?? 'results/baseline/leaderboard.json');

const size = { width: 760, height: 440 };
const frame = { left: 64, right: 96, top: 44, bottom: 52 };
const bounds = { bpp: [0.1, 4], value: [24, 46] };
const colours = ['#d6336c', '#4269d0', '#c98a00', '#d9541e', '#2f9e6e', '#868e96', '#a463c2'];

/** Curves that are drawn, by their labels, where the leaderboard has them. */
const labels = ['vvc', 'avif', 'heic', 'jxl', 'webp', 'mozjpeg', 'jpeg'];

const group = board.datasets.find((each) => each.dataset === dataset && each.crop === null);
if (group === undefined) throw new Error(`no results of ${dataset} in the leaderboard`);

/** @type {Map<string, { bpp: number, value: number }[]>} */
const curves = new Map();
for (const label of labels) {
  const curve = group.curves.find((each) => each.label === label);
  for (const place of curve?.points ?? []) {
    const { bpp = null, metrics } = group.rows[place] ?? {};
    const value = metrics?.[metric]?.mean ?? null;
    if (bpp === null || value === null) continue;
    curves.set(label, [...(curves.get(label) ?? []), { bpp, value }]);
  }
}

const span = {
  x: size.width - frame.left - frame.right,
  y: size.height - frame.top - frame.bottom,
};
const [lowBpp = 0, highBpp = 0] = bounds.bpp;
const [lowValue = 0, highValue = 0] = bounds.value;
/** @param {number} bpp */
const x = (bpp) => frame.left + (span.x * Math.log(bpp / lowBpp)) / Math.log(highBpp / lowBpp);
/** @param {number} value */
const y = (value) => frame.top + span.y * (1 - (value - lowValue) / (highValue - lowValue));
/** @param {number} number */
const px = (number) => number.toFixed(1);

/**
 * @param {string} name
 * @param {Record<string, string>} attributes
 * @param {string} [text]
 */
function element(name, attributes, text = '') {
  const list = Object.entries(attributes).map(([key, value]) => ` ${key}="${value}"`);
  return `<${name}${list.join('')}>${text}</${name}>`;
}

const bottom = size.height - frame.bottom;
const right = size.width - frame.right;
const grid = [
  ...[0.1, 0.2, 0.5, 1, 2, 4].flatMap((bpp) => [
    element('path', { class: 'grid', d: `M${px(x(bpp))},${frame.top}V${bottom}` }),
    element('text', { x: px(x(bpp)), y: `${bottom + 18}`, 'text-anchor': 'middle' }, String(bpp)),
  ]),
  ...[25, 30, 35, 40, 45].flatMap((value) => [
    element('path', { class: 'grid', d: `M${frame.left},${px(y(value))}H${right}` }),
    element(
      'text',
      { x: `${frame.left - 10}`, y: px(y(value) + 4), 'text-anchor': 'end' },
      String(value),
    ),
  ]),
];
/** @type {{ codec: string, colour: string, atOne: number }[]} */
const ends = [];
/**
 * The value of a curve at a rate, linear between its points.
 * @param {{ bpp: number, value: number }[]} points from the lowest rate on
 * @param {number} bpp
 */
function valueAt(points, bpp) {
  const after = points.findIndex((point) => point.bpp >= bpp);
  const [a, b] = [points[after - 1], points[after]];
  if (!a || !b) return Number.NEGATIVE_INFINITY;
  return a.value + ((b.value - a.value) * (bpp - a.bpp)) / (b.bpp - a.bpp);
}

const lines = [...curves].map(([codec, points], index) => {
  const colour = colours[index % colours.length] ?? '#888';
  const shown = points
    .sort((a, b) => a.bpp - b.bpp)
    .filter(({ bpp, value }) => bpp >= lowBpp && bpp <= highBpp && value >= lowValue);
  ends.push({ codec, colour, atOne: valueAt(shown, 1) });
  const d = shown.map(({ bpp, value }) => `${px(x(bpp))},${px(y(value))}`).join('L');
  const dots = shown.map(({ bpp, value }) =>
    element('circle', { cx: px(x(bpp)), cy: px(y(value)), r: '3', fill: colour }),
  );
  return (
    element('path', { d: `M${d}`, fill: 'none', stroke: colour, 'stroke-width': '2' }) +
    dots.join('')
  );
});
// Names beside the frame, in the order of the curves at one bit per pixel.
const names = ends
  .sort((a, b) => b.atOne - a.atOne)
  .map(({ codec, colour }, i) => {
    const place = {
      x: px(size.width - frame.right + 10),
      y: px(frame.top + 14 + 18 * i),
      class: 'name',
      style: `fill: ${colour}`,
    };
    return element('text', place, codec);
  });

const style = `text { font: 12px system-ui, sans-serif; fill: #57606a }
  .title { font-size: 15px; font-weight: 600; fill: #1f2328 } .name { font-weight: 600 }
  .grid { stroke: #d0d7de; stroke-width: 1 } rect { fill: #fff }
  @media (prefers-color-scheme: dark) { text { fill: #9198a1 } .title { fill: #f0f6fc }
    .grid { stroke: #30363d } rect { fill: #0d1117 } }`;
const title = `${metric.toUpperCase()} over rate, means of the ${dataset} images`;
const titles = [
  element('text', { x: `${frame.left}`, y: '26', class: 'title' }, title),
  element(
    'text',
    { x: px(frame.left + span.x / 2), y: `${bottom + 40}`, 'text-anchor': 'middle' },
    'bits per pixel',
  ),
  element(
    'text',
    {
      transform: `translate(20 ${px(frame.top + span.y / 2)}) rotate(-90)`,
      'text-anchor': 'middle',
    },
    'dB',
  ),
];
writeFileSync(
  target,
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size.width} ${size.height}" role="img">
${element('title', {}, title)}
<style>${style}</style>
${element('rect', { width: `${size.width}`, height: `${size.height}` })}
${[...titles, ...grid, ...lines, ...names].join('\n')}
</svg>
`,
);
