import { fewestPoints } from './bd-rate.js';

/** Of each image, the points of a curve at which it has a value: places, or settings. */
export type PointsOfImages<Image, Point> = ReadonlyMap<Image, ReadonlySet<Point>>;

/**
 * The images that the mean curves of two codecs go through where not every image has a value at
 * every point: those that lack most values, of both curves together, are left out first, until each
 * curve has points enough for a BD-rate at which all that are left have a value. The same images for
 * both, since means over differing sets say nothing. Empty where nothing is left.
 */
export function commonImages<Image, Point>(
  anchor: PointsOfImages<Image, Point>,
  test: PointsOfImages<Image, Point>,
): Image[] {
  const valuesOf = (image: Image): number => anchor.get(image)!.size + test.get(image)!.size;
  let images = [...anchor.keys()].filter((image) => test.has(image));
  while (images.length > 0) {
    const enough = [anchor, test].every((curve) => sharedPoints(curve, images) >= fewestPoints);
    if (enough) return images;
    const fewest = images.reduce((least, image) => Math.min(least, valuesOf(image)), Infinity);
    images = images.filter((image) => valuesOf(image) > fewest);
  }
  return [];
}

/** How many points there are at which all of the images have a value. */
function sharedPoints<Image, Point>(
  curve: PointsOfImages<Image, Point>,
  images: readonly Image[],
): number {
  const [first, ...rest] = images.map((image) => curve.get(image)!);
  return [...first!].filter((point) => rest.every((points) => points.has(point))).length;
}
