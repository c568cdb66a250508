// Draws what estimators of sizes miss by over the time that they take, as SVG, for docs/estimation.md:
//
//   node scripts/draw-estimates.js bench-estimate.measured.jsonl docs/estimators.svg ./set-a,./set-b
//
// from the journal of `npm run bench -- estimate --photos ./set-a,./set-b`, which measures what is missing.
import { writeFileSync } from 'node:fs';
import { availableEstimates, predictEach } from './bench/estimate/predict-auto.js';
import { specs } from './bench/estimate/specs.js';
import { average } from './bench/estimate/statistics.js';

const [journal = 'bench-estimate.measured.jsonl', target = 'docs/estimators.svg', photos = ''] =
  process.argv.slice(2);
const sets = await availableEstimates(photos.split(',').filter(Boolean), { specs, journal });
const answers = predictEach(sets);

const panels = [
  { codec: 'webp', title: 'WebP' },
  { codec: 'avif', title: 'AVIF' },
  { codec: 'jxl', title: 'JPEG XL' },
  { codec: 'png', title: 'PNG' },
];
/** Estimators from coarse to fine; `header` decodes nothing and stands at the left edge. */
const estimators = [
  { id: 'header', colour: '#868e96' },
  { id: 'downscale', colour: '#d6336c' },
  { id: 'two-scale', colour: '#c98a00' },
  { id: 'tiles', colour: '#4269d0' },
  { id: 'balanced', colour: '#2f9e6e' },
  { id: 'sibling', colour: '#a463c2' },
  { id: 'bands', colour: '#d9541e' },
];

const size = { width: 960, height: 420 };
const frame = { left: 74, right: 20, top: 74, bottom: 92, gap: 22 };
const bounds = { share: [0.005, 1], error: [0.002, 4] };
const span = {
  x: (size.width - frame.left - frame.right - frame.gap * (panels.length - 1)) / panels.length,
  y: size.height - frame.top - frame.bottom,
};
const bottom = size.height - frame.bottom;

/** @param {number} value @param {readonly number[]} range */
function place(value, [low = 1, high = 1]) {
  const within = Math.min(Math.max(value, low), high);
  return Math.log(within / low) / Math.log(high / low);
}
/** @param {number} value */
const y = (value) => bottom - span.y * place(value, bounds.error);
/** @param {number} value @param {number} left */
const x = (value, left) => left + span.x * place(value, bounds.share);
/** @param {number} number */
const px = (number) => number.toFixed(1);

/**
 * @param {string} name
 * @param {Record<string, string | number>} attributes
 * @param {string} [text]
 */
function element(name, attributes, text = '') {
  const list = Object.entries(attributes).map(([key, value]) => ` ${key}="${value}"`);
  return `<${name}${list.join('')}>${text}</${name}>`;
}

/** @param {number} share */
function percent(share) {
  return `${Number((100 * share).toPrecision(2))} %`;
}

/** @param {{ codec: string, title: string }} panel @param {number} number */
function draw({ codec, title }, number) {
  const left = frame.left + number * (span.x + frame.gap);
  const middle = { x: px(left + span.x / 2), 'text-anchor': 'middle' };
  const down = [0.01, 0.1, 1].flatMap((share) => [
    element('path', { class: 'grid', d: `M${px(x(share, left))},${frame.top}V${bottom}` }),
    element(
      'text',
      { x: px(x(share, left)), y: bottom + 18, 'text-anchor': share === 1 ? 'end' : 'middle' },
      percent(share),
    ),
  ]);
  const across = [0.003, 0.01, 0.03, 0.1, 0.3, 1, 3].flatMap((error) => [
    element('path', { class: 'grid', d: `M${px(left)},${px(y(error))}h${px(span.x)}` }),
    number === 0
      ? element(
          'text',
          { x: px(left - 8), y: px(y(error) + 4), 'text-anchor': 'end' },
          percent(error),
        )
      : '',
  ]);
  const dots = estimators.map(({ id, colour }) => {
    const own = answers.filter((one) => one.codec === codec && one.estimator === id);
    if (own.length === 0) return '';
    const error = average(own.map((one) => Math.abs(one.error)));
    const share = average(own.map(({ timeShare }) => timeShare));
    const tip = element(
      'title',
      {},
      `${id}: ${percent(error)} off in ${percent(share)} of the time`,
    );
    return element(
      'circle',
      { cx: px(x(share, left)), cy: px(y(error)), r: 6, fill: colour, 'fill-opacity': 0.9 },
      tip,
    );
  });
  return [
    element('text', { ...middle, y: frame.top - 10, class: 'name' }, title),
    ...down,
    ...across,
    ...dots,
  ];
}

const title = 'Estimators of sizes: mean absolute error over the time they take';
const pitch = (size.width - frame.left - frame.right) / estimators.length;
const legend = estimators.flatMap(({ id, colour }, i) => [
  element('circle', {
    cx: px(frame.left + 6 + i * pitch),
    cy: size.height - 18,
    r: 6,
    fill: colour,
  }),
  element('text', { x: px(frame.left + 18 + i * pitch), y: size.height - 14 }, id),
]);
const style = `text { font: 12px system-ui, sans-serif; fill: #57606a }
  .title { font-size: 15px; font-weight: 600; fill: #1f2328 } .name { font-weight: 600 }
  .grid { stroke: #d0d7de; stroke-width: 1 } rect { fill: #fff }
  @media (prefers-color-scheme: dark) { text { fill: #9198a1 } .title { fill: #f0f6fc }
    .grid { stroke: #30363d } rect { fill: #0d1117 } }`;
const titles = [
  element('text', { x: frame.left, y: 26, class: 'title' }, title),
  element(
    'text',
    { x: px((frame.left + size.width - frame.right) / 2), y: bottom + 44, 'text-anchor': 'middle' },
    "processor time, in % of the whole encode's (header: next to none)",
  ),
  element(
    'text',
    {
      transform: `translate(18 ${px(frame.top + span.y / 2)}) rotate(-90)`,
      'text-anchor': 'middle',
    },
    'mean absolute error, in % of the size',
  ),
];
writeFileSync(
  target,
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size.width} ${size.height}" role="img">
${element('title', {}, title)}
<style>${style}</style>
${element('rect', { width: size.width, height: size.height })}
${[...titles, ...panels.flatMap(draw), ...legend].join('\n')}
</svg>
`,
);
