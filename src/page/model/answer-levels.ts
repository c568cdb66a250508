import { fromQuality } from '../../curves/quality-scale.js';
import type { PageDataset } from './contract.js';
import { factsOfMetric } from './metric-text.js';

/**
 * The qualities at which an answer is given, three where there are as many, from the lowest one: those
 * that people know a metric by; else those at which the metric tells rates; else about what the anchor
 * has at usual rates. Empty of a metric that is no scale. Pure.
 * @param anchor place in `group.curves`
 */
export function levelsOf(data: PageDataset, metric: string, anchor: number | null): number[] {
  const { scale, fixedQualities } = factsOfMetric(data, metric);
  if (scale === null) return [];
  const known = usual[metric] ?? fixedQualities.slice(-3);
  if (known.length > 0) return [...known];
  const rates = anchor === null ? {} : (data.group.curves[anchor]?.quality[metric] ?? {});
  const byRate = Object.entries(rates).toSorted(([a], [b]) => Number(a) - Number(b));
  const values = byRate.flatMap(([, quality]) =>
    quality === null ? [] : [roundly(fromQuality(quality, scale))],
  );
  return [...new Set(values)].slice(-3);
}

const usual: Readonly<Record<string, readonly number[]>> = {
  // High, very high, visually lossless side by side, as its authors say.
  ssimulacra2: [70, 80, 90],
};

/** The level that is asked for, else the middle one; null where there is none. */
export function levelOf(levels: readonly number[], asked: string | null): number | null {
  return (
    levels.find((level) => String(level) === asked) ?? levels[Math.floor(levels.length / 2)] ?? null
  );
}

/** To two digits of what it is from the next whole number, as 0.9876 lies near 1. */
function roundly(value: number): number {
  const whole = Math.abs(value) < 1 && value > 0.5 ? 1 : 0;
  return Number((whole + Number((value - whole).toPrecision(2))).toPrecision(12));
}
