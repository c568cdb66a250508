import { WorkError } from '../base/errors.js';
import type { Settings } from '../base/params.js';
import type { AnyCodec, SizeLimits } from './codec.js';

/** `sides up to 16383`, or null where there is no limit. */
export function tellLimits({ side, pixels }: SizeLimits = {}): string | null {
  const told = [
    ...(side === undefined ? [] : [`sides up to ${side}`]),
    ...(pixels === undefined ? [] : [`up to ${pixels} pixels`]),
  ];
  return told.join(', ') || null;
}

/**
 * Refuses a picture that a codec does not store at these settings, before any work.
 * @throws WorkError of code `too-large-to-store`
 */
export function demandStorable(
  codec: AnyCodec,
  settings: Settings,
  { width, height }: { readonly width: number; readonly height: number },
): void {
  const limits = codec.limits?.(settings) ?? {};
  const { side = Infinity, pixels = Infinity } = limits;
  if (Math.max(width, height) <= side && width * height <= pixels) return;
  const { engine } = settings;
  const by = engine === undefined ? '' : ` with engine=${engine}`;
  throw new WorkError(
    `${codec.id}${by} stores ${tellLimits(limits)}; this picture is ${width}x${height}: choose another codec, or a crop`,
    { code: 'too-large-to-store', data: { codec: codec.id, width, height } },
  );
}
