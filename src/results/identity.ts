import { type Engine, withoutLevel } from '../base/engine.js';

/** What a job measures: a codec with all of its settings, by one version of one engine. */
export interface CodecIdentity {
  readonly codec: string;
  readonly engine: Pick<Engine, 'name' | 'version'> & { readonly runtime: string };
  readonly settings: Readonly<Record<string, unknown>>;
}

/** Which times: those of one testbed, centre crop and count of threads. */
export interface TimesIdentity {
  readonly testbed: string;
  readonly crop: string | null;
  readonly threads: number;
}

/**
 * Equal for jobs of one codec with the same settings, in any order, by one version of one engine. Not
 * the printed form, which another default of a setting changes. Part of every record's key.
 */
export function codecKey({ codec, engine, settings }: CodecIdentity): string {
  const { name, version, runtime } = engine;
  return JSON.stringify([codec, name, version, runtime, settingList(settings)]);
}

/**
 * The same for jobs that differ in the rate knob alone, and in the weights where those are of one rate:
 * points of one curve.
 */
export function curveKey({ codec, engine, settings }: CodecIdentity, knob: string | null): string {
  const { name, runtime } = engine;
  const version = withoutLevel(engine.version);
  const fixed = settingList(settings, new Set(knob === null ? [] : [knob]));
  return JSON.stringify([codec, name, version, runtime, fixed]);
}

/** Equal for times that may stand in one table. */
export function timesKey({ testbed, crop, threads }: TimesIdentity): string {
  return JSON.stringify([testbed, crop, threads]);
}

/** Settings sorted by name, without some: in which order a codec lists them is no difference. */
export function settingList(
  settings: CodecIdentity['settings'],
  without: ReadonlySet<string> = new Set(),
): [name: string, value: unknown][] {
  return Object.entries(settings)
    .filter(([name]) => !without.has(name))
    .sort(([a], [b]) => (a < b ? -1 : 1));
}
