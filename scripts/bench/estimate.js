// How far estimates of sizes are from actual sizes, on pictures that no constant was fitted on:
//
//   npm run bench -- estimate --photos ./set-a,./set-b
//
// Large photographs, from the folders --photos: every picture is encoded whole and sampled once, and the
// constants for a folder are fitted on all other folders; where there is one folder, those for a picture
// on all other pictures of it. Times are processor time.
//
// Small photographs (--small kodak,gb82-photo) and screenshots (--screens gb82-screen), by ids of data sets
// or folders: the program itself answers, with the constants that are shipped; they were fitted on
// neither. What it samples is asked twice, with nothing kept; since it encodes most of these whole, an
// estimator that samples is asked by name too, and of screenshots what is said where there is no time. A
// set that is not at hand is skipped.
//
// --large 5 takes the first five photographs of every folder (the others must have five at least to fit
// constants on), --pictures 4 the first four of every other set: the whole takes hours. What was measured
// is kept in the file --journal and in one beside it of the answers, and a later run goes on from both: a run
// that was stopped loses one codec at one setting of one picture. --only avif,png asks about these codecs
// alone. What is done stands on the standard error.

import { askAbout } from './estimate/ask.js';
import {
  cellFigures,
  errorFigures,
  exactFigures,
  highFigures,
  intervalFigures,
  sampledCellFigures,
  screenFigures,
  seedFigures,
  timeFigures,
} from './estimate/figures.js';
import { availableEstimates, predictAuto } from './estimate/predict-auto.js';
import { specs as allSpecs } from './estimate/specs.js';

/** What large photographs are asked about twice, by estimators that draw. */
const seedSpecs = ['avif:quality=60', 'jxl:quality=60', 'png'];

const lossyBounds = { mean: 0.02, p95: 0.05, most: 0.1 };

/** @param {import('./report.js').BenchOptions} options */
export async function bench({
  only,
  photos = [],
  small = ['kodak', 'gb82-photo'],
  screens = ['gb82-screen'],
  journal = 'bench-estimate.measured.jsonl',
  large: most,
  pictures,
}) {
  const isAsked = (/** @type {string} */ spec) => only?.includes(spec.split(':')[0] ?? '') ?? true;
  const specs = allSpecs.filter(isAsked);
  if (specs.length === 0)
    throw new Error(`--only ${only}: expected some of jpeg, webp, avif, jxl, png`);
  const measured = await availableEstimates(photos, { specs, journal, pictures: most });
  const large = (await predictAuto(measured)).map((one) => ({ ...one, kind: 'large photographs' }));
  const sets = [
    ...small.map((set) => ({ set, kind: 'small photographs' })),
    ...screens.map((set) => ({ set, kind: 'screenshots' })),
  ];
  const parts = { specs, journal: answersOf(journal), pictures };
  const { asked: others, skipped } = await askAbout(sets, parts);
  // Their sizes are compared already.
  const again = photos.map((set) => ({ set, kind: 'large photographs' }));
  const { asked: seeds } = await askAbout(again, {
    ...parts,
    specs: seedSpecs.filter(isAsked),
    pictures: 1,
  });
  return [
    ...(photos.length === 0
      ? [{ what: 'large photographs', value: 'skipped', bound: 'expected --photos FOLDER,FOLDER' }]
      : largeFigures(large)),
    ...skipped.map(({ set, why }) => ({ what: set, value: 'skipped', bound: why })),
    ...screenFigures(others.filter(({ kind }) => kind === 'screenshots')),
    ...errorsOfSmall(others.filter(({ kind }) => kind === 'small photographs')),
    ...cellFigures([...large, ...others]),
    ...sampledCellFigures([...large, ...others]),
    ...seedFigures([...others, ...seeds]),
  ];
}

/** The journal of the answers lies beside that of what was measured. @param {string} journal */
function answersOf(journal) {
  return `${journal.replace(/(\.measured)?\.jsonl$/, '')}.answers.jsonl`;
}

/** @param {readonly (import('./estimate/figures.js').Answer & { timeShare: number })[]} answers */
function largeFigures(answers) {
  const lossy = answers.filter(
    ({ codec, megapixels }) => ['webp', 'avif', 'jxl'].includes(codec) && megapixels >= 1.8,
  );
  const png = answers.filter(({ codec }) => codec === 'png');
  const jpeg = answers.filter(({ codec }) => codec === 'jpeg');
  return [
    ...['webp', 'avif', 'jxl'].flatMap((codec) =>
      [40, 60, 80].flatMap((rate) => {
        const own = lossy.filter((one) => one.codec === codec && one.rate === rate);
        return errorFigures(`${codec} ${rate}`, own, lossyBounds);
      }),
    ),
    ...errorFigures('webp, avif and jxl', lossy, { ...lossyBounds, bias: 0.005 }),
    ...errorFigures('jpeg', jpeg, lossyBounds),
    ...errorFigures('png', png, { mean: 0.02, p95: 0.06, most: 0.06 }),
    ...intervalFigures(answers),
    ...highFigures(answers),
    ...timeFigures(lossy),
    ...exactFigures(answers),
  ];
}

/** @param {readonly import('./estimate/figures.js').Answer[]} answers */
function errorsOfSmall(answers) {
  return errorFigures('small photographs', answers, lossyBounds);
}
