import type { Timing } from '../../base/clock.js';
import { messageOf } from '../../base/errors.js';
import { demandStorable } from '../../codecs/limits.js';
import { type OpenCodec, type Original, openCodec } from '../../codecs/open-codec.js';
import { loadCodec } from '../../codecs/table.js';
import type { JobError } from '../../results/record.js';
import { serve } from '../../runtimes/processes/child.js';
import { loadOriginal } from '../original.js';
import {
  type FromTiming,
  type ImageSample,
  type PassRequest,
  type Sample,
  type TimingSetup,
  type ToTiming,
  toTiming,
} from './protocol.js';

// The quiet process that does the timing: it holds the images in memory, makes the passes that it
// is told to make, one at a time, and does nothing else.

let setup: TimingSetup | null = null;
let images: Original[] = [];
const opened = new Map<number, OpenCodec>();

serve((message) => toTiming.parse(message), answer);

async function answer(message: ToTiming): Promise<FromTiming> {
  if ('pass' in message) return runPass(message.pass);
  setup = message.setup;
  images = [];
  for (const image of setup.images) images.push(await loadOriginal(image, setup));
  return { samples: [] };
}

async function runPass({ configuration, codec: id, settings }: PassRequest): Promise<FromTiming> {
  let stage: JobError['stage'] = 'open';
  let current: number | null = null;
  try {
    if (setup === null) throw new Error('no set-up before the first pass');
    const first = !opened.has(configuration);
    const loaded = await loadCodec(id);
    for (const [index, { picture }] of images.entries()) {
      current = index;
      demandStorable(loaded, settings, picture);
    }
    current = null;
    const codec = opened.get(configuration) ?? (await openCodec(loaded, settings, setup));
    opened.set(configuration, codec);
    const samples: ImageSample[] = [];
    for (const [index, original] of images.entries()) {
      current = index;
      const prepared = codec.prepare(original);
      stage = 'encode';
      const encoding = await codec.encode(prepared.input);
      stage = 'decode';
      const decoding = await codec.decode(encoding.value);
      stage = 'verify';
      if (first) codec.check(prepared, decoding.value);
      samples.push({
        width: original.picture.width,
        height: original.picture.height,
        bytes: encoding.value.length,
        encode: sampleOf(encoding),
        decode: sampleOf(decoding),
      });
    }
    return { samples };
  } catch (error) {
    return { failed: { stage, message: messageOf(error), image: current } };
  }
}

function sampleOf({
  totalSeconds,
  cpuSeconds,
  stages,
  childCpuSeconds,
  reportedSeconds,
}: Timing<unknown>): Sample {
  return {
    total: totalSeconds,
    cpu: cpuSeconds,
    stages: { ...stages },
    childCpu: childCpuSeconds,
    reported: reportedSeconds,
  };
}
