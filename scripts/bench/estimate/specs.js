/** What pictures are encoded as: every rate of the lossy formats, and PNG. */
export const specs = [
  ...['jpeg', 'webp', 'avif', 'jxl'].flatMap((codec) =>
    [40, 60, 80].map((quality) => `${codec}:quality=${quality}`),
  ),
  'png',
];
