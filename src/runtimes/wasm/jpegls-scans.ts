/**
 * A JPEG-LS file with the first `count` of its components, where each has a scan of its own: the frame
 * header says so, and the scans after them are left out (ITU-T T.87, Annex C).
 */
export function keepScans(file: Uint8Array, count: number): Uint8Array {
  const frame = 2;
  const frameLength = (file[frame + 2]! << 8) | file[frame + 3]!;
  let end = frame + 2 + frameLength;
  for (let scan = 0; scan < count; scan++) end = endOfScan(file, end);
  const kept = file.slice(0, end + 2);
  const components = file[frame + 9]!;
  const head = frame + 10 + 3 * count;
  const tail = frame + 10 + 3 * components;
  kept.copyWithin(head, tail);
  kept[frame + 3] = 8 + 3 * count;
  kept[frame + 2] = 0;
  kept[frame + 9] = count;
  const length = kept.length - (tail - head);
  kept.set([0xff, 0xd9], length - 2);
  return kept.subarray(0, length);
}

/** Where the next marker stands after the scan that begins at or behind `start`. */
function endOfScan(file: Uint8Array, start: number): number {
  let at = start;
  while (!(file[at] === 0xff && file[at + 1] === 0xda)) at++;
  at += 2;
  // In the coded data a byte of ones is followed by a zero bit, so that only markers have a one.
  while (!(file[at] === 0xff && file[at + 1]! >= 0x80)) at++;
  return at;
}
