import type { Engine } from '../base/engine.js';
import { rateKnob, type Settings } from '../base/params.js';
import type { AnyCodec } from '../codecs/codec.js';
import { printed } from '../codecs/spec.js';
import type { CodecSource } from '../codecs/table.js';
import { codecKey } from '../results/identity.js';

/** One codec with one full set of settings: a row of the sweep. */
export interface Configuration {
  readonly codec: string;
  /** Where other processes find the codec. */
  readonly source: CodecSource;
  /** What the codec takes: the samples of any picture, or a JPEG file. */
  readonly input: 'samples' | 'jpeg';
  readonly spec: string;
  readonly settings: Settings;
  /** The setting that steers the rate, or null. */
  readonly knob: string | null;
  readonly engine: Engine;
  /** The codec's part of every key of this configuration. */
  readonly identity: string;
}

/** The configuration of a codec at these settings. */
export function configurationOf(
  codec: AnyCodec,
  settings: Settings,
  source: CodecSource = codec.id,
): Configuration {
  const engine = codec.engine(settings);
  return {
    codec: codec.id,
    source,
    input: codec.input ?? 'samples',
    spec: printed(codec, settings),
    settings,
    knob: rateKnob(codec.params, settings),
    engine,
    identity: codecKey({ codec: codec.id, engine, settings }),
  };
}
