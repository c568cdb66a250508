/** Percent with its sign, `−12.3`; from 100 on without a decimal unless they are told. */
export function formatPercent(value: number, decimals = Math.abs(value) < 99.95 ? 1 : 0): string {
  const text = value.toFixed(decimals);
  return Number(text) > 0 ? `+${text}` : Number(text) === 0 ? (0).toFixed(decimals) : signed(text);
}

/** A number to so many significant digits, without an exponent. */
export function formatSignificant(value: number, digits = 3): string {
  if (value === 0) return '0';
  const rounded = Number(value.toPrecision(digits));
  const decimals = digits - 1 - Math.floor(Math.log10(Math.abs(rounded)));
  const text = rounded.toFixed(Math.min(20, Math.max(0, decimals)));
  return signed(text);
}

/** Bits per pixel. */
export function formatBpp(value: number): string {
  return value.toFixed(3);
}

/** Bytes in units of 1000, `312 MB`. */
export function formatBytes(value: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  const rounded = Number(value.toPrecision(3));
  const power = value <= 0 ? 0 : Math.min(4, Math.floor(Math.log10(rounded) / 3));
  return `${formatSignificant(value / 1000 ** power)} ${units[power]}`;
}

/** A printed number with the minus sign, which is as wide as a digit where the hyphen is not. */
export function signed(text: string): string {
  return text.replace(/^-/, '\u2212');
}
