import { type ImageCurves, imageCurves, type MetricPoint } from '#src/leaderboard/image-curves.js';

/** The curves of images, by their index in a table. */
export function curvesOf(images: Readonly<Record<string, readonly MetricPoint[]>>): ImageCurves {
  const cells = Object.entries(images)
    .sort(([a], [b]) => Number(a) - Number(b))
    .flatMap(([image, points]) => points.map((each) => ({ image: Number(image), ...each })));
  const points = [...new Set(cells.map(({ point }) => point))].sort((a, b) => a - b);
  return imageCurves(
    points.map((point) => {
      const own = cells.filter((cell) => cell.point === point);
      return {
        point,
        images: Int32Array.from(own, ({ image }) => image),
        rate: Float64Array.from(own, ({ rate }) => rate),
        quality: Float64Array.from(own, ({ quality }) => quality),
      };
    }),
  );
}
