/** @typedef {import('./measure.js').Judged} Judged */

/**
 * Prints what became of the changes of a room, the survivors one by one. Gives the share caught of
 * those that were run; 1 where none was.
 * @param {string} room
 * @param {readonly Judged[]} judged
 * @param {{ seed: number }} options
 */
export function printReport(room, judged, { seed }) {
  const count = (/** @type {Judged['outcome']} */ outcome) =>
    judged.filter((one) => one.outcome === outcome).length;
  const late = count('late');
  const caught = count('caught') + late;
  const run = caught + count('survived');
  const share = run === 0 ? 1 : caught / run;
  console.log(
    `${room}, seed ${seed}: ${caught} of ${run} caught (${(100 * share).toFixed(0)} %), ` +
      `${late} of them by a limit of time; ` +
      `${count('invalid')} do not build, ${count('equivalent')} known as equivalent`,
  );
  for (const { candidate, outcome } of judged) {
    if (outcome !== 'survived') continue;
    const { file, line, before, after, key } = candidate;
    console.log(`  ${file}:${line}  ${before} -> ${after || 'nothing'}\n    ${key}`);
  }
  return share;
}
