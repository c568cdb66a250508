/** A logarithmic axis of a chart: places on it, the range that is shown, ticks with their texts. */
export interface LogAxis {
  /** Where a value stands. */
  place(value: number): number;
  readonly range: readonly [low: number, high: number];
  readonly ticks: readonly { readonly at: number; readonly text: string }[];
}

/** For values above 0: speeds, bits per pixel. */
export function valueAxis(values: readonly number[], most: number): LogAxis {
  const digits = [1, 2, 5, 3, 1.5, 7, 4, 6, 8, 9, 2.5];
  const candidates = digits.flatMap((digit) =>
    Array.from({ length: 19 }, (_, i) => Number(`${digit}e${i - 9}`)),
  );
  return axisOf(values, Math.log10, { candidates, most, text: String });
}

/**
 * For percent of a ratio, as BD-rates: by the logarithm of the ratio, so that half the rate is as far
 * from 0 as twice.
 */
export function percentAxis(values: readonly number[], most: number): LogAxis {
  const candidates = [
    ...[0, -50, 100, -75, 300, 900, -90, -20, 25, -30, 50, -10, 10, -40, 200, -60, 150, 500, -5, 5],
    ...[-80, 400, 75, 15, -15, -25, 20, 30, 40, 60, -70, 2, -2, 1, -1, 2000, 5000, 10_000, -95],
  ];
  return axisOf(values, (percent) => Math.log10(1 + percent / 100), {
    ...{ candidates, most, text: signedText },
  });
}

/**
 * For percent of which some are thousands and others below 1, or below 0: linear within 1 of 0 and
 * logarithmic beyond it, to either side.
 */
export function gapAxis(values: readonly number[], most: number): LogAxis {
  const powers = [10, 100, 1000, 1, 10_000].flatMap((power) => [power, -power]);
  const between = [3, 2, 5].flatMap((digit) => powers.map((power) => digit * power));
  const candidates = [0, ...powers, ...between];
  return axisOf(values, Math.asinh, { candidates, most, text: signedText });
}

/**
 * For errors in percent, of which some are 0, most below 10 and some hundreds: linear below about half
 * a percent and logarithmic beyond.
 */
export function errorAxis(values: readonly number[], most: number): LogAxis {
  const powers = [1, 10, 100, 1000, 10_000];
  const between = [5, 2].flatMap((digit) => powers.map((power) => digit * power));
  const candidates = [0, ...powers, ...between, 0.5, 0.2];
  const place = (percent: number): number => Math.asinh(2 * percent);
  return axisOf(values, place, { candidates, most, text: String });
}

function signedText(percent: number): string {
  return percent > 0 ? `+${percent}` : String(percent).replace('-', '\u2212');
}

/** Round values within a range that is too narrow for the others. */
function evenly(values: readonly number[], most: number): number[] {
  const finite = values.filter(Number.isFinite);
  if (finite.length === 0) return [];
  const [low, high] = [Math.min(...finite), Math.max(...finite)];
  const rough = (high - low) / most || Math.abs(high) / 10 || 1;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 5].find((digit) => digit * power >= rough) ?? 10);
  const first = Math.floor(low / step) - 1;
  const count = Math.min(100, Math.ceil(high / step) + 2 - first);
  return Array.from({ length: count }, (_, i) => Number(((first + i) * step).toPrecision(12)));
}

/** Ticks are taken from the candidates, the first ones first, where they have room. */
function axisOf(
  values: readonly number[],
  place: (value: number) => number,
  {
    candidates,
    most,
    text,
  }: { candidates: readonly number[]; most: number; text: (value: number) => string },
): LogAxis {
  const places = values.map(place).filter(Number.isFinite);
  const [least, greatest] =
    places.length === 0 ? [0, 1] : [Math.min(...places), Math.max(...places)];
  const room = 0.08 * (greatest - least) || 0.1;
  const range = [least - room, greatest + room] as const;
  const apart = (range[1] - range[0]) / most;
  const ticks: { at: number; text: string }[] = [];
  for (const value of [...candidates, ...evenly(values, most)]) {
    const at = place(value);
    if (!(at >= range[0] && at <= range[1])) continue;
    if (ticks.every((tick) => Math.abs(tick.at - at) >= apart))
      ticks.push({ at, text: text(value) });
  }
  return { place, range, ticks: ticks.sort((a, b) => a.at - b.at) };
}

/**
 * An axis as plotly takes it. Its texts are known to fit: else plotly measures each of them, and
 * draws all anew when they ask for another margin.
 */
export function drawn({ range, ticks }: LogAxis): Readonly<Record<string, unknown>> {
  return {
    ...{ range, tickvals: ticks.map(({ at }) => at), ticktext: ticks.map(({ text }) => text) },
    ...{ automargin: false, ticklabeloverflow: 'allow' },
  };
}
