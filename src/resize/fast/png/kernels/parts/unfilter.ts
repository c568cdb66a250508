import { meanDown, paeth } from './paeth';

/**
 * Undoes the filters of rows in place, each with its number before it. PNG (third edition), 9.
 * @param pixelBytes 1, 3 or 4
 * @param zeros as many bytes of 0 as a row has, and 64 more: what lies above the first row
 * @returns 0, or 1 where a number is no filter's
 */
export function unfilterRows(
  from: usize,
  rowBytes: usize,
  rows: i32,
  pixelBytes: i32,
  zeros: usize,
): i32 {
  let above = zeros;
  for (let y = 0; y < rows; y++) {
    const row = from + 1;
    switch (load<u8>(from)) {
      case 0:
        break;
      case 1:
        if (pixelBytes === 1) sub1(row, rowBytes);
        else if (pixelBytes === 3) sub3(row, rowBytes);
        else sub4(row, rowBytes);
        break;
      case 2:
        up(row, above, rowBytes);
        break;
      case 3:
        if (pixelBytes === 1) average1(row, above, rowBytes);
        else if (pixelBytes === 3) average3(row, above, rowBytes);
        else average4(row, above, rowBytes);
        break;
      case 4:
        if (pixelBytes === 1) paeth1(row, above, rowBytes);
        else if (pixelBytes === 3) paeth3(row, above, rowBytes);
        else paeth4(row, above, rowBytes);
        break;
      default:
        return 1;
    }
    above = row;
    from = row + rowBytes;
  }
  return 0;
}

function up(row: usize, above: usize, bytes: usize): void {
  let x: usize = 0;
  for (; x + 16 <= bytes; x += 16) {
    v128.store(row + x, i8x16.add(v128.load(row + x), v128.load(above + x)));
  }
  for (; x < bytes; x++) store<u8>(row + x, load<u8>(row + x) + load<u8>(above + x));
}

function sub1(row: usize, bytes: usize): void {
  let left: u8 = 0;
  for (let x: usize = 0; x < bytes; x++) {
    left += load<u8>(row + x);
    store<u8>(row + x, left);
  }
}

function sub3(row: usize, bytes: usize): void {
  let left = i8x16.splat(0);
  for (let x: usize = 0; x < bytes; x += 3) {
    left = i8x16.add(left, v128.load32_zero(row + x));
    store3(row + x, left);
  }
}

function sub4(row: usize, bytes: usize): void {
  let left = i8x16.splat(0);
  for (let x: usize = 0; x < bytes; x += 4) {
    left = i8x16.add(left, v128.load32_zero(row + x));
    v128.store32_lane(row + x, left, 0);
  }
}

function average1(row: usize, above: usize, bytes: usize): void {
  let left: u32 = 0;
  for (let x: usize = 0; x < bytes; x++) {
    left = (load<u8>(row + x) + ((left + load<u8>(above + x)) >> 1)) & 255;
    store<u8>(row + x, <u8>left);
  }
}

function average3(row: usize, above: usize, bytes: usize): void {
  let left = i8x16.splat(0);
  for (let x: usize = 0; x < bytes; x += 3) {
    const mean = meanDown(left, v128.load32_zero(above + x));
    left = i8x16.add(v128.load32_zero(row + x), mean);
    store3(row + x, left);
  }
}

function average4(row: usize, above: usize, bytes: usize): void {
  let left = i8x16.splat(0);
  for (let x: usize = 0; x < bytes; x += 4) {
    const mean = meanDown(left, v128.load32_zero(above + x));
    left = i8x16.add(v128.load32_zero(row + x), mean);
    v128.store32_lane(row + x, left, 0);
  }
}

function paeth1(row: usize, above: usize, bytes: usize): void {
  let left: i32 = 0;
  let corner: i32 = 0;
  for (let x: usize = 0; x < bytes; x++) {
    const upper = <i32>load<u8>(above + x);
    const fromLeft = abs(upper - corner);
    const fromUp = abs(left - corner);
    const fromCorner = abs(left + upper - 2 * corner);
    const upOrCorner = fromUp <= fromCorner ? upper : corner;
    const nearest = fromLeft <= min(fromUp, fromCorner) ? left : upOrCorner;
    left = (<i32>load<u8>(row + x) + nearest) & 255;
    corner = upper;
    store<u8>(row + x, <u8>left);
  }
}

function paeth3(row: usize, above: usize, bytes: usize): void {
  let left = i8x16.splat(0);
  let corner = left;
  for (let x: usize = 0; x < bytes; x += 3) {
    const upper = v128.load32_zero(above + x);
    left = i8x16.add(v128.load32_zero(row + x), paeth(left, upper, corner));
    corner = upper;
    store3(row + x, left);
  }
}

function paeth4(row: usize, above: usize, bytes: usize): void {
  let left = i8x16.splat(0);
  let corner = left;
  for (let x: usize = 0; x < bytes; x += 4) {
    const upper = v128.load32_zero(above + x);
    left = i8x16.add(v128.load32_zero(row + x), paeth(left, upper, corner));
    corner = upper;
    v128.store32_lane(row + x, left, 0);
  }
}

function store3(to: usize, pixel: v128): void {
  v128.store16_lane(to, pixel, 0);
  v128.store8_lane(to + 2, pixel, 2);
}
