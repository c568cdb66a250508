import { describe, expect, test } from 'vitest';
import type { CommandNames } from '#src/page/model/commands.js';
import { againCommands, rdCommands, timingCommands } from '#src/page/model/method-commands.js';
import { countTimed } from '#src/page/model/provenance.js';
import { rdOf, timingOf } from '../../support/records.ts';
import { curveOf, dataOf, writeSite } from '../site.ts';

const names: CommandNames = {
  ...{ results: 'results', read: ['results'] },
  own: { codecs: [], metrics: [], datasets: [] },
};

describe('the command that makes records again', () => {
  const webp = curveOf('webp', { settings: 'exact', metrics: ['psnr', 'ms-ssim'] });
  const timing = webp
    .filter(({ settings }) => settings['quality'] !== 90)
    .map(({ codec, spec, settings, knob, engine, image, imageSha256 }) =>
      timingOf({
        ...{ codec, spec, settings, knob, engine, image, imageSha256, encode: [0.1, 0.1] },
        ...{ crop: '512x512', seed: 7, passes: 2, testbed: 'my box' },
      }),
    );

  test('names the settings, the points, the images and the metrics', () => {
    const [first] = rdCommands(dataOf(writeSite(webp)), names);
    expect(first!.command).toBe(
      'npx pareto sweep --codec webp:exact=true,quality=20+40+60+80+90 --dataset set --images p1,p2,p3 --metrics ms-ssim,psnr --out again',
    );
  });

  test('of times names the protocol, and the points that were timed', () => {
    const data = dataOf(writeSite(webp, { timing }));
    const [first] = timingCommands(data, 0, { timed: countTimed(timing), names });
    expect(first!.command).toBe(
      "npx pareto sweep --codec webp:exact=true,quality=20+40+60+80 --dataset set --images p1,p2,p3 --measure timing --crop 512x512 --threads 1 --passes 2 --seed 7 --testbed 'my box' --out again",
    );
  });

  test('leaves the rate knob out where there is none, and the names of many images', () => {
    const records = Array.from({ length: 20 }, (_, i) => rdOf({ spec: 'png', image: `i${i}` }));
    const [first] = rdCommands(dataOf(writeSite(records)), names);
    expect(first!.command).toBe(
      'npx pareto sweep --codec png --dataset set --metrics psnr --out again',
    );
  });

  test('says where what is the user’s own has to be named', () => {
    const own = {
      codecs: [{ id: 'webp', file: 'path/to/webp.js' }],
      ...{ metrics: ['ms-ssim'], datasets: ['set'] },
    };
    const [first] = rdCommands(dataOf(writeSite(webp)), { ...names, own });
    expect(first!.command).toBe(
      'npx pareto sweep --codec webp:exact=true,quality=20+40+60+80+90 --plugin path/to/webp.js --dataset path/to/set --images p1,p2,p3 --metrics psnr --out again',
    );
  });

  test('and then every folder that was read is compared with the new one', () => {
    const data = dataOf(writeSite(webp));
    expect(againCommands(data, { ...names, read: ['results/baseline', 'my results'] })).toEqual([
      'npx pareto compare results/baseline again --dataset set',
      "npx pareto compare 'my results' again --dataset set",
    ]);
  });
});
