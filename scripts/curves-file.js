import { writeWhole } from '../dist/base/write-whole.js';

/** The curves by which target searches make their first guess. */
export const curvesFile = 'models/optimize/curves.json';

/**
 * Writes them, a codec a line.
 * @param {{ source: unknown, pictures: unknown, quick: unknown, curves: readonly unknown[] }} family
 * @returns {number} bytes of the file
 */
export function writeCurves({ source, pictures, quick, curves }) {
  const text = [
    `{ "schema": 3, "source": ${JSON.stringify(source)},\n`,
    `"pictures": ${JSON.stringify(pictures)},\n"quick": ${JSON.stringify(quick)},\n"curves": [\n`,
    curves.map((curve) => JSON.stringify(curve)).join(',\n'),
    '\n] }\n',
  ].join('');
  writeWhole([{ file: curvesFile, pieces: [text] }]);
  return text.length;
}
