// Draws the rate-distortion curves of a leaderboard as SVG, for the README:
//
//   npm run leaderboard && node scripts/draw-curves.js kodak psnr docs/kodak-psnr.svg
import { readFileSync, writeFileSync } from 'node:fs';
import { leaderboard } from '#src/leaderboard/schema.js';

const [dataset = 'kodak', metric = 'psnr', target = 'docs/kodak-psnr.svg', file] =
  process.argv.slice(2);
const board = leaderboard.parse(
  JSON.parse(readFileSync(file ?? 'results/leaderboard.json', 'utf8')),
);

const size = { width: 760, height: 440 };
const frame = { left: 64, right: 96, top: 44, bottom: 52 };
const bounds = { bpp: [0.1, 4], value: [24, 46] };
const colours = ['#4269d0', '#d9541e', '#2f9e6e', '#a463c2', '#c98a00', '#d6336c'];

const rows = board.datasets.find((group) => group.dataset === dataset && group.crop === null)?.rows;
if (rows === undefined) throw new Error(`no results of ${dataset} in the leaderboard`);

/** @type {Map<string, { bpp: number, value: number }[]>} */
const curves = new Map();
for (const { codec, bpp, metrics, complete } of rows) {
  const value = metrics[metric]?.mean ?? null;
  if (!complete || bpp === null || value === null) continue;
  curves.set(codec, [...(curves.get(codec) ?? []), { bpp, value }]);
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
/** @type {{ codec: string, colour: string, at: { bpp: number, value: number } }[]} */
const ends = [];
const lines = [...curves].map(([codec, points], index) => {
  const colour = colours[index % colours.length] ?? '#888';
  const shown = points
    .sort((a, b) => a.bpp - b.bpp)
    .filter(({ bpp, value }) => bpp >= lowBpp && bpp <= highBpp && value >= lowValue);
  const last = shown.at(-1);
  if (last) ends.push({ codec, colour, at: last });
  const d = shown.map(({ bpp, value }) => `${px(x(bpp))},${px(y(value))}`).join('L');
  const dots = shown.map(({ bpp, value }) =>
    element('circle', { cx: px(x(bpp)), cy: px(y(value)), r: '3', fill: colour }),
  );
  return (
    element('path', { d: `M${d}`, fill: 'none', stroke: colour, 'stroke-width': '2' }) +
    dots.join('')
  );
});
// Names beside the ends of the curves, pushed apart where these lie close together.
let above = Number.NEGATIVE_INFINITY;
const names = ends
  .sort((a, b) => y(a.at.value) - y(b.at.value))
  .map(({ codec, colour, at }) => {
    above = Math.max(y(at.value) + 4, above + 16);
    const place = {
      x: px(x(at.bpp) + 10),
      y: px(above),
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
