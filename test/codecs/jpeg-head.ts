/** Fields of a frame header, ITU-T T.81 B.2.2. */
export interface JpegFields {
  readonly process?: number;
  readonly precision?: number;
  readonly width?: number;
  readonly height?: number;
  /** Sampling factors of each component, horizontal in the upper four bits. */
  readonly sampling?: readonly number[];
  /** Bytes between the first marker and the frame. */
  readonly before?: readonly number[];
  /** Bytes behind the frame. */
  readonly after?: readonly number[];
}

/** A JPEG file of markers alone: start, frame header, end. */
export function jpegHead({
  process = 0,
  precision = 8,
  width = 16,
  height = 8,
  sampling = [0x22, 0x11, 0x11],
  before = [],
  after = [0xff, 0xd9],
}: JpegFields = {}): Buffer {
  const u16 = (value: number): number[] => [value >> 8, value & 255];
  return Buffer.from([
    ...[0xff, 0xd8, ...before],
    ...[0xff, 0xc0 + process, ...u16(8 + 3 * sampling.length), precision],
    ...[...u16(height), ...u16(width), sampling.length],
    ...sampling.flatMap((factors, component) => [component + 1, factors, 0]),
    ...after,
  ]);
}
