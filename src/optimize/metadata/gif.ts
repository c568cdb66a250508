import { WorkError } from '../../base/errors.js';
import { type GifBlock, gifBlocks, gifScreen } from '../../image/gif-blocks.js';
import { type Keeps, keeping, keepsXmp, type MetadataOptions } from './kinds.js';

const labels = { control: 0xf9, comment: 0xfe, application: 0xff } as const;

/**
 * A GIF file without its metadata, the frames byte for byte. Repeats and the colour profile stay. Plain
 * text, which no viewer shows, goes with the delay that belongs to it. What lies behind the end goes.
 * @throws WorkError for a file that ends within a block, and for one without frames
 */
export function stripGif(bytes: Uint8Array, options: MetadataOptions = {}): Uint8Array {
  const keeps = keeping(options);
  const pieces = [bytes.subarray(0, gifScreen(bytes).blocks)];
  /** What is said of the next frame. */
  let control: Uint8Array | null = null;
  let frames = 0;
  for (const block of gifBlocks(bytes)) {
    const whole = bytes.subarray(block.start, block.end);
    if (block.kind === 'frame') {
      if (control !== null) pieces.push(control);
      control = null;
      pieces.push(whole);
      frames += 1;
    } else if (block.label === labels.control) {
      control = whole;
    } else if (keepsExtension(bytes, block, keeps)) {
      pieces.push(whole);
    } else if (block.label === 0x01) {
      control = null;
    }
  }
  if (frames === 0) throw new WorkError('GIF holds no frame', { code: 'broken-image' });
  pieces.push(Uint8Array.of(0x3b));
  return new Uint8Array(Buffer.concat(pieces));
}

function keepsExtension(
  bytes: Uint8Array,
  { label, start, end }: Extract<GifBlock, { kind: 'extension' }>,
  keeps: Keeps,
): boolean {
  if (label === labels.comment) return keeps('comments');
  if (label !== labels.application) return false;
  const name = Buffer.from(bytes.subarray(start + 3, start + 14)).toString('latin1');
  if (name === 'XMP DataXMP') return keepsXmp(bytes.subarray(start, end), keeps);
  return name === 'NETSCAPE2.0' || name === 'ANIMEXTS1.0' || name === 'ICCRGBG1012';
}
