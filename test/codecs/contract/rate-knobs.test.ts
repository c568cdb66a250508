import { beforeAll, expect, it } from 'vitest';
import { rateKnob, resolveSettings, sweepOf } from '#src/base/params.js';
import { parseSpecList } from '#src/base/spec-list.js';
import { codecs } from '#src/codecs/registry.js';
import { expandRequest } from '#src/codecs/spec.js';
import type { Raster } from '#src/image/raster.js';
import { describeShared } from '../../support/shared.ts';
import { keepVipsWarm } from '../../support/vips.ts';
import { kodak } from '../kodak.ts';
import { type Arm, arm, roundTrip, withSession } from '../support.ts';
import { fidelity } from './arms.ts';

keepVipsWarm();

/** Ways to code besides the defaults, with another knob, engine or setting. */
const otherWays = [
  'jpeg:chroma=4:4:4',
  'jpeg:mozjpeg=true',
  'jpeg:engine=turbo',
  'jpeg:engine=turbo,chroma=4:2:2,progressive=true',
  'jpeg:engine=turbo,chroma=4:4:0,optimise=false',
  'jpeg:engine=turbo,chroma=4:4:4',
  'jpeg:engine=wasm',
  'jpeg:engine=wasm,chroma=4:2:2,optimise=false',
  'jpeg:engine=wasm,chroma=4:4:0',
  'jpeg:engine=wasm,chroma=4:4:4',
  'webp:near_lossless=1+20+40+60+80',
  'avif:speed=8',
  'avif:speed=8,chroma=4:2:0',
  'avif:speed=8,depth=10',
  'avif:speed=8,tune=ssim',
  'jxl:distance=15+12+8+6+4+3+2+1.5+1+0.8+0.5+0.3',
  'jxl:engine=jsquash',
  'heic:preset=veryfast',
  'heic:preset=ultrafast,chroma=4:4:4',
  'heic:preset=ultrafast,chroma=4:2:2,tune=psnr',
  'heic:preset=ultrafast,depth=10',
  'jxl:engine=native',
  'jxl:engine=native,distance=15+12+8+6+4+3+2+1.5+1+0.8+0.5+0.3',
  'jpeg2000:wavelet=5/3',
  'jpeg2000:layers=4',
  'png:palette=true',
  'webp:engine=wasm',
  'avif:engine=wasm,speed=8',
  'tiff:compression=jpeg',
  'tiff:compression=webp',
  'jpegli:chroma=4:2:0,distance=15+10+6+4+3+2+1.5+1+0.7+0.5',
  'vvc:preset=faster',
  'vvc:engine=uvg266,uvg_preset=faster',
];

/** Codecs whose defaults take too long; they are among the other ways. */
const slow = ['avif', 'heic', 'vvc'];
const loaded = await Promise.all(codecs.names.map((id) => codecs.load(id)));
const byDefault = loaded
  .filter(({ id, params }) => rateKnob(params, resolveSettings(id, params, {})) !== null)
  .map(({ id }) => id)
  .filter((id) => !slow.includes(id));

describeShared('rate knobs on a photograph', () => {
  let photo: Raster;
  beforeAll(async () => {
    photo = await kodak(5, { width: 384, height: 256 });
  });

  it.for([...byDefault, ...otherWays])(
    'of %s: more bits and a better picture with every step',
    async (text, context) => {
      const { codec: named, settings: some } = await arm(text);
      const available = await named.available(some);
      if (available !== true) return context.skip(available);
      const [request] = parseSpecList(text);
      const codec = await codecs.load(request!.id);
      const points = [];
      for (const settings of expandRequest(codec, request!)) {
        const arm: Arm = { name: text, codec, settings };
        const { bytes, decoded } = await withSession(arm, (session) =>
          roundTrip(session, arm, photo),
        );
        const knob = rateKnob(codec.params, settings)!;
        expect(sweepOf(codec.params[knob])).toContain(settings[knob]);
        points.push({ bits: bytes.length * 8, psnr: await fidelity(photo, decoded) });
      }
      // GIF has palettes of four sizes, the hyperprior that the project trained has two levels.
      expect(points.length).toBeGreaterThanOrEqual(named.id.endsWith('-pareto') ? 2 : 4);
      for (let i = 1; i < points.length; i++) {
        expect(points[i]!.bits).toBeGreaterThan(points[i - 1]!.bits);
        expect(points[i]!.psnr).toBeGreaterThan(points[i - 1]!.psnr);
      }
    },
  );
});
