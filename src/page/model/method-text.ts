import type { PageIndex } from './contract.js';

/** A matter, and how it is done. */
export interface Matter {
  readonly term: string;
  readonly text: string;
}

/** How the figures are made, with the constants of this leaderboard; docs/method.md says it in full. */
export function methodText({ bootstrap, matching, digits }: PageIndex): Matter[] {
  const level = Math.round(100 * bootstrap.level);
  const tolerance = Number((100 * matching.tolerance).toPrecision(3));
  return [
    {
      term: 'Rate',
      text: 'Bytes are those of the complete file that decode is given, headers too; bits per pixel are of the original picture. The rate of a row is the mean of its images, each alike.',
    },
    {
      term: 'Distortion',
      text: 'The decoded picture beside the original, whole, in sRGB of 8 bits unless a metric says otherwise. A mean is over finite values; a picture without any difference is counted apart and never as a number. Values of two versions of a metric are never mixed.',
    },
    {
      term: 'BD-rate',
      text: `Mean difference in rate at equal quality: ln(rate) by PCHIP over quality, integrated exactly over the range that both curves cover; 4 points are needed, and a common range below 75 % is marked. Two figures: of the mean curves, and the mean of the images’ own with a ${level} % bootstrap interval over images (${bootstrap.resamples} draws, seed ${bootstrap.seed}).`,
    },
    {
      term: 'Matched pairs',
      text: `Points of one image whose quality differs by at most ${tolerance} % of the greater one; no point stands in two pairs. Ratios have geometric means.`,
    },
    {
      term: 'Time',
      text: 'Wall time of calls into the library, in one quiet process, from samples in memory to bytes in memory and back. Randomised rounds: each codec makes one pass over all images in each round, the first round warms up. Megapixels a second are the pixels of all images over the sum of each image’s median seconds; of a curve, 1 over the mean of its points’ seconds a megapixel. No sample is dropped.',
    },
    {
      term: 'Intervals of time',
      text: `${level} % bootstrap over passes: how well the run knows the speed on these pictures. A difference within the A/A noise of the testbed is no difference.`,
    },
    {
      term: 'Stages',
      text: 'Named parts of the time of encode and decode, each with its share of all samples; other is what no stage covers. CPU over wall is of the whole process, clearly above 1 where threads ran beside.',
    },
    {
      term: 'Normalised speed',
      text: 'A speed times the calibration kernel’s seconds on its testbed over those on the reference machine. It places machines beside each other roughly; a ranking within one testbed is the one to trust.',
    },
    {
      term: 'Memory',
      text: 'Greatest resident size of a fresh process that makes one encode, or one decode, of the largest picture; Node and the library are in it.',
    },
    {
      term: 'Pareto fronts',
      text: 'On a front is what no other complete curve beats: worse in one figure and better in none. Command lines, whose times hold the start of a process, and curves that lack images are on none.',
    },
    {
      term: 'Learned codecs',
      text: 'The estimate is the ideal length of the latents under the model’s own distributions; the gap is by how much the entropy-coded part of the files is longer. Multiply-accumulates and parameters are counted from the graphs.',
    },
    {
      term: 'What is not there',
      text: `Failed jobs are counted and in no mean; a row with fewer images than others is shown as n/N and not ranked. A dash is nothing measured, with its reason, and never zero. Rates keep ${digits.rd} significant digits, times ${digits.timing}.`,
    },
  ];
}
