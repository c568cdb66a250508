/**
 * Indexes as colours.
 * @param from rows with a byte before each
 * @param palette 256 colours of 4 bytes
 * @param channels 3 or 4
 * @param to rows of width x channels bytes without anything between, and 1 byte more
 * @returns the greatest index
 */
export function expandPalette(
  from: usize,
  width: i32,
  height: i32,
  palette: usize,
  channels: i32,
  to: usize,
): i32 {
  let greatest = 0;
  for (let y = 0; y < height; y++) {
    from++;
    for (let x = 0; x < width; x++) {
      const index = <i32>load<u8>(from++);
      greatest = max(greatest, index);
      // Of three bytes the fourth is written over by the next pixel.
      store<u32>(to, load<u32>(palette + ((<usize>index) << 2)));
      to += <usize>channels;
    }
  }
  return greatest;
}
