import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { ArrayCoder } from '#src/entropy/coder.js';
import { arith } from '#src/entropy/coders/arith.js';
import { planArith } from '#src/entropy/coders/arith-plan.js';
import { raw } from '#src/entropy/coders/raw.js';
import type { Latents } from '#src/entropy/latents.js';
import { entropyCoders } from '#src/entropy/registry.js';
import { loadImageFile } from '#src/image/files/load.js';
import { describeShared, shared } from '../../support/shared.js';
import { group } from '../latents.ts';

/** Of the streams of `latents()` as they were made on x86-64: every machine makes the same. */
const digests = {
  raw: 'd9caf72070d4bde1720eb11b8584f625acfea8224a1298221e22b10e5cd52529',
  arith: 'c5a4a371ba0df7625823cf6254959637e40c66a1deb37cb5efcbc5faac2f2eb8',
};

/** Values of all kinds by integer arithmetic alone: sparse ones, a ramp with noise, all of int16. */
function latents(): Latents[] {
  let state = 1;
  const next = () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return state >>> 16;
  };
  const sparse = () => {
    const bits = next();
    const size = Math.clz32(bits | 1) - 16;
    return bits & 1 ? -(size >> 1) : size >> 1;
  };
  return [
    group(3, 9, 7, (i) => i * 40 - 3000 + (next() & 15)),
    group(12, 18, 14, sparse),
    group(5, 33, 31, sparse),
    group(1, 11, 23, () => next() - 32_768),
  ];
}

describe('arith and raw', () => {
  it.each([
    [raw, digests.raw],
    [arith, digests.arith],
  ])('make the bytes that they always made', async (coder, digest) => {
    const session = await coder.open();
    const stream = await session.encode(latents(), 'stacked');
    expect(createHash('sha256').update(stream).digest('hex')).toBe(digest);
    expect(await session.decode(stream, latents(), 'stacked')).toEqual(latents());
    await session.close();
  });
});

describe('planArith', () => {
  it('codes small planes first, whatever the order of the groups', () => {
    const { planes } = planArith([
      { channels: 2, height: 8, width: 8 },
      { channels: 1, height: 2, width: 2 },
    ]);
    expect(planes.map(({ group: of, channel }) => [of, channel])).toEqual([
      [1, 0],
      [0, 0],
      [0, 1],
    ]);
  });

  it('refers to the same band of other colours and of the coarser scale', () => {
    const { planes } = planArith([
      { channels: 3, height: 4, width: 4 },
      { channels: 6, height: 4, width: 4 },
      { channels: 3, height: 8, width: 8 },
      { channels: 6, height: 8, width: 8 },
    ]);
    const [lumaCoarse, chromaCoarse, luma, chroma] = [0, 1, 2, 3].map((of) =>
      planes.filter((plane) => plane.group === of),
    );
    const last = chroma![5]!;
    expect(last.one).toMatchObject({ values: chroma![4]!.values });
    expect(last.other).toMatchObject({ values: chroma![2]!.values });
    expect(last.parent).toMatchObject({ values: chromaCoarse![5]!.values, width: 4 });
    expect(chroma![1]!.other).toMatchObject({ values: luma![1]!.values });
    expect(luma![1]!.parent).toMatchObject({ values: lumaCoarse![1]!.values });
  });

  it('takes a smaller group of another number of planes as a whole', () => {
    const { planes } = planArith([
      { channels: 2, height: 2, width: 2 },
      { channels: 5, height: 8, width: 8 },
    ]);
    expect(planes[6]!.parent).toMatchObject({ values: null, activity: planes[0]!.past });
    expect(planes[6]!.other).toMatchObject({ values: planes[4]!.values });
  });

  it('leaves planes no room in common', () => {
    const { planes, valueBytes } = planArith([
      { channels: 3, height: 5, width: 1 },
      { channels: 2, height: 1, width: 9 },
    ]);
    let end = 0;
    for (const { values, bytes } of planes) {
      expect(values).toBe(end);
      end += bytes;
    }
    expect(valueBytes).toBe(end);
  });
});

describeShared('arith on wavelet coefficients of a photograph', () => {
  it('makes fewer bytes than any other array coder, by 5 % and more', async () => {
    const side = 256;
    const { width, data } = await loadImageFile(shared('datasets', 'kodak', 'kodim23.png'));
    const luma = Float64Array.from({ length: side * side }, (_, i) => {
      const at = 3 * ((100 + Math.floor(i / side)) * width + 200 + (i % side));
      return Math.round((data[at]! + 2 * data[at + 1]! + data[at + 2]!) / 4);
    });
    const groups = haar(luma, side, side, { levels: 4, step: 12 });
    const sizes = new Map<string, number>();
    for (const name of entropyCoders.names) {
      const coder = await entropyCoders.load(name);
      if (coder.kind === 'array') sizes.set(name, await smallest(coder, groups));
    }
    const own = sizes.get('arith')!;
    sizes.delete('arith');
    expect(sizes.size).toBeGreaterThan(7);
    for (const [name, size] of sizes) expect(own / size, name).toBeLessThan(0.95);
  });
});

async function smallest(coder: ArrayCoder, groups: readonly Latents[]): Promise<number> {
  const session = await coder.open();
  const sizes: number[] = [];
  for (const arrangement of coder.arrangements) {
    sizes.push((await session.encode(groups, arrangement)).length);
  }
  await session.close();
  return Math.min(...sizes);
}

/** An orthonormal Haar transform, quantised: the corner, then the bands from coarse to fine. */
function haar(
  samples: Float64Array,
  width: number,
  height: number,
  { levels, step }: { levels: number; step: number },
): Latents[] {
  let plane = samples;
  let [w, h] = [width, height];
  const groups: Latents[] = [];
  for (let level = 0; level < levels; level++) {
    const [halfW, halfH] = [w / 2, h / 2];
    const bands = new Float64Array(w * h);
    for (let y = 0; y < halfH; y++) {
      for (let x = 0; x < halfW; x++) {
        const at = 2 * y * w + 2 * x;
        const [a, b, c, d] = [plane[at]!, plane[at + 1]!, plane[at + w]!, plane[at + w + 1]!];
        const values = [a + b + c + d, a - b + c - d, a + b - c - d, a - b - c + d];
        for (const [band, value] of values.entries()) {
          bands[band * halfW * halfH + y * halfW + x] = value / 2;
        }
      }
    }
    const size = halfW * halfH;
    groups.unshift(group(3, halfH, halfW, (i) => Math.trunc(bands[size + i]! / step)));
    plane = bands.slice(0, size);
    [w, h] = [halfW, halfH];
  }
  return [group(1, h, w, (i) => Math.round(plane[i]! / step)), ...groups];
}
