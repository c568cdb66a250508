/** The ground that pictures with alpha are laid on: the mid-grey of the conversions. */
const ground = '#808080';

/**
 * Draws |a - b| of each channel, `gain` times, at the pictures' own size. The browser does it by
 * blending and nothing is read back, which it forbids for files of the file system.
 * @param b null for the first picture alone, as it is for error maps
 * @param gain a power of 2
 */
export function drawDifference(
  canvas: HTMLCanvasElement,
  a: HTMLImageElement,
  b: HTMLImageElement | null,
  gain: number,
): void {
  const { naturalWidth: width, naturalHeight: height } = a;
  canvas.width = width;
  canvas.height = height;
  const context = contextOf(canvas);
  paint(context, a);
  if (b !== null) {
    const other = document.createElement('canvas');
    other.width = width;
    other.height = height;
    paint(contextOf(other), b);
    context.globalCompositeOperation = 'difference';
    context.drawImage(other, 0, 0);
  }
  // The sum of a picture and itself is clipped at white.
  context.globalCompositeOperation = 'lighter';
  for (let factor = 1; factor < gain; factor *= 2) context.drawImage(canvas, 0, 0);
}

function paint(context: CanvasRenderingContext2D, image: HTMLImageElement): void {
  const { width, height } = context.canvas;
  context.fillStyle = ground;
  context.fillRect(0, 0, width, height);
  context.drawImage(image, 0, 0, width, height);
}

function contextOf(canvas: HTMLCanvasElement): CanvasRenderingContext2D {
  const context = canvas.getContext('2d');
  if (context === null) throw new Error('this browser draws no pictures');
  return context;
}
