/** The bit where a segment between restarts ends. `restarts`: where each ends, in bytes, but the last. */
export function endOf(segment: i32, segments: i32, restarts: usize, length: i32): usize {
  if (segment === segments - 1) return (<usize>length) << 3;
  return (<usize>load<u32>(restarts + ((<usize>segment) << 2))) << 3;
}
