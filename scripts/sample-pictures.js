// The generated pictures of the data sets `sample` and `tiny`: the same samples on every machine, as nothing but
// sums, products, square roots and seeded numbers goes into them.

import { seededRandom } from '#src/base/statistics.js';
import { createRaster } from '#src/image/raster.js';

/** @typedef {import('#src/image/raster.js').Raster} Raster */
/** @typedef {readonly [number, number, number]} Colour red, green, blue, 0..255 */

/**
 * What the pictures show, by name, and their class.
 * @type {Readonly<Record<string, { shows: string, content: string, draw: () => Raster }>>}
 */
export const samplePictures = {
  screen: {
    shows: 'screen content: text-like shapes, flat areas, thin lines',
    content: 'screen',
    draw: drawScreen,
  },
  gradient: {
    shows: 'a smooth gradient of 8 bit, without dither',
    content: 'drawing',
    draw: drawGradient,
  },
  gradient16: {
    shows: 'a smooth gradient of 16 bit',
    content: 'drawing',
    draw: drawGradient16,
  },
  alpha: {
    shows: 'soft and hard edges in alpha, with colour under what is transparent',
    content: 'drawing',
    draw: drawAlpha,
  },
};

/**
 * Pictures that have hardly anything to compress.
 * @type {Readonly<Record<string, { shows: string, draw: () => Raster }>>}
 */
export const tinyPictures = {
  '1x1': { shows: 'one pixel', draw: () => fill(1, 1, () => [200, 100, 50]) },
  '1x17': {
    shows: 'one column of 17 pixels',
    draw: () => fill(1, 17, (_x, y) => [15 * y, 255 - 9 * y, 7 * y]),
  },
};

/**
 * @param {number} width
 * @param {number} height
 * @param {(x: number, y: number) => readonly number[]} at samples of a pixel, rounded here
 * @param {8 | 16} depth
 * @returns {Raster}
 */
function fill(width, height, at, depth = 8) {
  const channels = at(0, 0).length;
  const size = width * height * channels;
  const data = depth === 8 ? new Uint8Array(size) : new Uint16Array(size);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      data.set(at(x, y).map(Math.round), (y * width + x) * channels);
    }
  }
  return createRaster({ width, height, channels, depth, data });
}

/** A sky from blue to orange, brighter towards a low sun. */
function drawGradient() {
  return fill(256, 192, (x, y) => {
    const down = y / 191;
    const distance = Math.sqrt(((x - 180) / 256) ** 2 + ((y - 150) / 256) ** 2);
    const glow = Math.max(0, 1 - distance) ** 2;
    return [
      Math.min(255, 40 + 150 * down * down + 100 * glow),
      Math.min(255, 80 + 60 * down + 70 * glow),
      Math.max(0, 190 - 110 * down + 20 * glow),
    ];
  });
}

/** Three ramps, each 16 bit wide, along, across and from a corner. */
function drawGradient16() {
  return fill(
    96,
    64,
    (x, y) => [(65535 * x) / 95, (65535 * y) / 63, (65535 * ((x / 95) ** 2 + (y / 63) ** 2)) / 2],
    16,
  );
}

/** A ball with a soft edge beside bars of rising opacity, over a checked ground that shows through. */
function drawAlpha() {
  return fill(192, 128, (x, y) => {
    const fromBall = Math.sqrt((x - 60) ** 2 + (y - 64) ** 2);
    const ball = Math.min(1, Math.max(0, (52 - fromBall) / 14));
    const bar = x >= 120 && x < 184 && y >= 16 && y < 112 ? (Math.floor((y - 16) / 12) + 1) / 8 : 0;
    const check = (Math.floor(x / 8) + Math.floor(y / 8)) % 2;
    const shade = Math.max(0, 1 - Math.sqrt((x - 44) ** 2 + (y - 44) ** 2) / 90);
    return x < 116
      ? [90 + 160 * shade, 40 + 60 * shade, 60 + 20 * check, 255 * ball]
      : [30 + 40 * check, 90 + x / 2, 220 - y, 255 * bar];
  });
}

/** A window with a menu, a page of text, a dark pane with coloured text, a chart and some buttons. */
function drawScreen() {
  const width = 400;
  const height = 288;
  const data = new Uint8Array(width * height * 3);
  const random = seededRandom(20);

  /** @type {(x: number, y: number, colour: Colour, cover?: number) => void} */
  const plot = (x, y, colour, cover = 1) => {
    if (x < 0 || y < 0 || x >= width || y >= height) return;
    const at = (y * width + x) * 3;
    for (let c = 0; c < 3; c++) {
      const under = data[at + c] ?? 0;
      data[at + c] = Math.round(under + ((colour[c] ?? 0) - under) * cover);
    }
  };
  /** @type {(x: number, y: number, w: number, h: number, colour: Colour) => void} */
  const box = (x, y, w, h, colour) => {
    for (let j = y; j < y + h; j++) for (let i = x; i < x + w; i++) plot(i, j, colour);
  };
  /** @type {(x: number, y: number, w: number, h: number, colour: Colour) => void} */
  const frame = (x, y, w, h, colour) => {
    box(x, y, w, 1, colour);
    box(x, y + h - 1, w, 1, colour);
    box(x, y, 1, h, colour);
    box(x + w - 1, y, 1, h, colour);
  };

  // Letters: strokes on a grid of 4 x 7, an alphabet of 26 that is the same for all of the text.
  const alphabet = Array.from({ length: 26 }, () => {
    const stem = random.integer(2) * 3;
    const bars = [0, 3, 6].filter(() => random.integer(3) > 0);
    const other = random.integer(3);
    return Array.from({ length: 28 }, (_, i) => {
      const [column, row] = [i % 4, Math.floor(i / 4)];
      const half = other === 1 ? row > 3 : row < 3;
      return column === stem || bars.includes(row) || (other > 0 && column === 3 - stem && half);
    });
  });
  /** @type {(letter: number, x: number, y: number, colour: Colour, smooth: boolean) => void} */
  const letter = (index, x, y, colour, smooth) => {
    alphabet[index]?.forEach((set, i) => {
      if (!set) return;
      const [column, row] = [x + (i % 4), y + Math.floor(i / 4)];
      plot(column, row, colour, smooth ? 0.7 : 1);
      // As from a renderer that places letters between pixels.
      if (smooth) plot(column + 1, row, colour, 0.3);
    });
  };
  /** @type {(x: number, y: number, w: number, colour: () => Colour, smooth: boolean) => void} */
  const line = (x, y, w, colour, smooth) => {
    for (let at = x; at < x + w; at += 6) {
      const length = 1 + random.integer(8);
      const ink = colour();
      for (let i = 0; i < length && at + 5 < x + w; i++, at += 6) {
        letter(random.integer(26), at, y, ink, smooth);
      }
    }
  };

  box(0, 0, width, height, [236, 239, 244]);
  box(0, 0, width, 22, [46, 52, 64]);
  line(30, 8, 90, () => [236, 239, 244], true);
  box(8, 7, 8, 8, [191, 97, 106]);
  box(18, 7, 8, 8, [163, 190, 140]);
  for (let i = 0; i < 5; i++) line(10 + 60 * i, 28, 46, () => [46, 52, 64], false);
  box(0, 40, width, 1, [200, 204, 212]);

  box(10, 50, 220, 228, [255, 255, 255]);
  frame(10, 50, 220, 228, [180, 186, 198]);
  for (let row = 0; row < 16; row++) {
    const last = row % 5 === 4;
    line(20, 60 + 13 * row, last ? 110 : 200, () => [20, 20, 20], row < 8);
  }

  /** @type {Colour[]} */
  const inks = [
    [216, 222, 233],
    [129, 161, 193],
    [163, 190, 140],
    [208, 135, 112],
  ];
  box(240, 50, 150, 110, [46, 52, 64]);
  for (let row = 0; row < 8; row++) {
    const indent = 6 + 12 * random.integer(3);
    const ink = () => inks[random.integer(inks.length)] ?? [255, 255, 255];
    line(240 + indent, 57 + 12 * row, 138 - indent, ink, true);
  }

  box(240, 170, 150, 80, [255, 255, 255]);
  frame(240, 170, 150, 80, [46, 52, 64]);
  for (let i = 1; i < 5; i++) box(241, 170 + 16 * i, 148, 1, [222, 226, 233]);
  for (let i = 0; i < 140; i++) {
    const y = 240 - 60 * Math.sqrt(i / 140) + 4 * ((i % 20) / 20);
    const top = Math.floor(y);
    plot(245 + i, top, [94, 129, 172], 1 - (y - top));
    plot(245 + i, top + 1, [94, 129, 172], y - top);
  }
  for (let i = 0; i < 3; i++) {
    box(240 + 52 * i, 258, 46, 20, i === 0 ? [94, 129, 172] : [216, 222, 233]);
    frame(240 + 52 * i, 258, 46, 20, [76, 86, 106]);
    line(248 + 52 * i, 265, 32, () => (i === 0 ? [255, 255, 255] : [46, 52, 64]), false);
  }
  return createRaster({ width, height, channels: 3, depth: 8, data });
}
