/** CPU time so far: a page is not told. */
export function cpuMicroseconds(): number | null {
  return null;
}
