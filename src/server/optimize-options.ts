import { metadataKinds } from '../optimize/metadata/kinds.js';
import type { OptimizeOptions } from '../optimize/options.js';
import { type PresetName, presetNames, presets } from '../optimize/presets.js';
import type { Wanted } from './accept.js';
import { problem } from './problem.js';
import type { Optimization } from './request-schemas.js';

/** Quality where neither it nor a preset is named. */
const defaultQuality = 80;

/**
 * Names what a client asked for as the optimiser does. Formats are compared at equal score, and a quality
 * says nothing of that: the preset nearest to it stands for it.
 * @throws a problem `bad_request` for fields that contradict each other
 */
export function optimizeOptionsOf(
  asked: Optimization,
  { namesFormats }: Pick<Wanted, 'namesFormats'>,
  accept: string | undefined,
): OptimizeOptions {
  const { preferred_formats: preferred, allow_format_conversion: mayConvert, target } = asked;
  if (preferred !== undefined && mayConvert === false) {
    throw contradiction('preferred_formats', 'allow_format_conversion');
  }
  if (asked.quality !== undefined && asked.preset !== undefined) {
    throw contradiction('quality', 'preset');
  }
  const isSearched = target !== undefined || asked.max_bytes !== undefined;
  if (asked.quality !== undefined && isSearched) {
    throw contradiction('quality', target !== undefined ? 'target' : 'max_bytes');
  }
  const isNegotiated = mayConvert === true || (mayConvert === undefined && namesFormats);
  const isCompared = isNegotiated || (preferred?.length ?? 0) > 1;
  const quality = asked.quality ?? (asked.preset ? presets[asked.preset].quality : defaultQuality);
  const preset = asked.preset ?? nearestPreset(quality);
  return {
    preset,
    ...(!isCompared && !isSearched && { quality }),
    ...(target && { target: `${target.metric}=${target.value}` }),
    maxBytes: asked.max_bytes,
    formats: preferred,
    ...(isNegotiated && (preferred === undefined || namesFormats) && { accept: accept ?? '*/*' }),
    maxReduction: asked.max_reduction ?? undefined,
    lossyPng: asked.png_lossy ?? (asked.preset ? undefined : true),
    progressiveJpeg: asked.progressive_jpeg,
    keep: asked.strip_metadata ? [] : metadataKinds,
  };
}

/** The preset whose quality is nearest. */
function nearestPreset(quality: number): PresetName {
  const away = (name: PresetName): number => Math.abs(presets[name].quality - quality);
  return presetNames.reduce((a, b) => (away(b) < away(a) ? b : a));
}

function contradiction(a: string, b: string): Error {
  return problem('bad_request', `${a} and ${b} exclude each other; leave one out`, {
    fields: [a, b],
  });
}
