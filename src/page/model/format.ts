import { qualityScale } from '../../curves/quality-scale.js';

/** Names and decimals of metrics for people; others are shown by their id with 4 decimals. */
const metrics: Readonly<Record<string, { title: string; unit: string; decimals: number }>> = {
  psnr: { title: 'PSNR', unit: 'dB', decimals: 2 },
  'psnr-y': { title: 'PSNR-Y', unit: 'dB', decimals: 2 },
  ssim: { title: 'SSIM', unit: '', decimals: 4 },
  'ssim-pooled': { title: 'SSIM, pooled', unit: '', decimals: 4 },
  'ms-ssim': { title: 'MS-SSIM', unit: '', decimals: 4 },
  ssimulacra2: { title: 'SSIMULACRA 2', unit: '', decimals: 1 },
  butteraugli: { title: 'Butteraugli', unit: '', decimals: 2 },
  'butteraugli-p3': { title: 'Butteraugli, 3-norm', unit: '', decimals: 3 },
  'lpips-alex': { title: 'LPIPS (Alex)', unit: '', decimals: 4 },
  'lpips-squeeze': { title: 'LPIPS (Squeeze)', unit: '', decimals: 4 },
  'lpips-vgg': { title: 'LPIPS (VGG)', unit: '', decimals: 4 },
  dists: { title: 'DISTS', unit: '', decimals: 4 },
  ssimjs: { title: 'SSIM (ssim.js)', unit: '', decimals: 4 },
  pixelmatch: { title: 'pixelmatch', unit: '', decimals: 4 },
};

const described = (id: string) =>
  Object.hasOwn(metrics, id) ? metrics[id]! : { title: id, unit: '', decimals: 4 };

/** The name of a metric. */
export function metricTitle(id: string): string {
  return described(id).title;
}

/** The name of a metric with its unit, for an axis. */
export function metricAxis(id: string): string {
  const { title, unit } = described(id);
  return unit === '' ? title : `${title} (${unit})`;
}

/** Whether less of a metric is better. */
export function isDistance(id: string): boolean {
  return id === 'pixelmatch' || qualityScale(id) === 'decibels-to-0';
}

/** A metric's value. */
export function formatMetric(id: string, value: number): string {
  return signed(value.toFixed(described(id).decimals));
}

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

// The minus sign is as wide as a digit where the hyphen is not.
function signed(text: string): string {
  return text.replace(/^-/, '\u2212');
}
