import { measure, type Timing } from '../../clock.js';
import type { CodecSession } from '../../codecs/codec.js';
import { loadCodec } from '../../codecs/table.js';
import { messageOf } from '../../errors.js';
import { fit } from '../../image/convert.js';
import type { Raster } from '../../image/raster.js';
import { serve } from '../child.js';
import { loadOriginal, verifyDecoded } from '../original.js';
import type { JobError } from '../record.js';
import type {
  FromTiming,
  ImageSample,
  PassRequest,
  Sample,
  TimingSetup,
  ToTiming,
} from './protocol.js';

// The quiet process that does the timing: it holds the images in memory, makes the passes that it
// is told to make, one at a time, and does nothing else.

let setup: TimingSetup | null = null;
let images: Raster[] = [];
const sessions = new Map<number, CodecSession>();

serve(answer);

async function answer(message: ToTiming): Promise<FromTiming> {
  if ('pass' in message) return runPass(message.pass);
  setup = message.setup;
  images = [];
  for (const image of setup.images) images.push(await loadOriginal(image, setup));
  return { samples: [] };
}

async function runPass({ arm, codec: id, settings }: PassRequest): Promise<FromTiming> {
  let stage: JobError['stage'] = 'open';
  let current: number | null = null;
  try {
    if (setup === null) throw new Error('no set-up before the first pass');
    const codec = await loadCodec(id);
    const first = !sessions.has(arm);
    const session = sessions.get(arm) ?? (await codec.open(settings, setup));
    sessions.set(arm, session);
    const accepts = codec.accepts(settings);
    const samples: ImageSample[] = [];
    for (const [index, image] of images.entries()) {
      current = index;
      const coded = fit(image, accepts);
      stage = 'encode';
      const encoding = await measure((clock) => session.encode(coded, clock));
      stage = 'decode';
      const decoding = await measure((clock) => session.decode(encoding.value, clock));
      stage = 'verify';
      if (first) verifyDecoded(codec, settings, coded, decoding.value);
      samples.push({
        width: image.width,
        height: image.height,
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

function sampleOf({ totalSeconds, cpuSeconds, stages, reportedSeconds }: Timing<unknown>): Sample {
  return { total: totalSeconds, cpu: cpuSeconds, stages, reported: reportedSeconds };
}
