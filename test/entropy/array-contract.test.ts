import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WorkError } from '#src/base/errors.js';
import type { ArrangementId, ArrayCoder, ArraySession } from '#src/entropy/coder.js';
import type { Latents } from '#src/entropy/latents.js';
import { latentCount } from '#src/entropy/latents.js';
import { entropyCoders } from '#src/entropy/registry.js';
import { seal, unseal } from '#src/entropy/seal.js';
import { generator } from '../support/random.ts';
import { keepVipsWarm } from '../support/vips.ts';
import { group, laplacian, pyramid } from './latents.ts';

keepVipsWarm();

const loaded = await Promise.all(entropyCoders.names.map((name) => entropyCoders.load(name)));
const coders = loaded.filter((coder): coder is ArrayCoder => coder.kind === 'array');
const arms = coders.flatMap((coder) =>
  coder.arrangements.map((arrangement) => ({
    name: `${coder.id} ${arrangement}`,
    coder,
    arrangement,
  })),
);

const shape = fc.record({
  channels: fc.integer({ min: 1, max: 7 }),
  height: fc.integer({ min: 1, max: 12 }),
  width: fc.integer({ min: 1, max: 12 }),
});

/** Values of one of several kinds: one value, few bits, all of int16, its ends. */
const kinds = [
  fc.integer({ min: -32_768, max: 32_767 }).chain((value) => fc.constant(fc.constant(value))),
  fc.constant(fc.integer({ min: -1, max: 1 })),
  fc.constant(fc.integer({ min: -128, max: 127 })),
  fc.constant(fc.integer({ min: 100, max: 355 })),
  fc.constant(fc.integer({ min: -2000, max: 2000 })),
  fc.constant(fc.integer({ min: -32_768, max: 32_767 })),
  fc.constant(fc.constantFrom(-32_768, 32_767)),
  fc.constant(fc.constantFrom(-32_768, 0)),
];

const anyGroup: fc.Arbitrary<Latents> = shape.chain((size) =>
  fc
    .oneof(...kinds)
    .chain((values) =>
      fc.array(values, { minLength: latentCount(size), maxLength: latentCount(size) }),
    )
    .map((values) => ({ ...size, data: Int16Array.from(values) })),
);

const random = generator(5);
const cases: Readonly<Record<string, readonly Latents[]>> = {
  'no group': [],
  'one zero': [group(1, 1, 1, () => 0)],
  'one low end': [group(1, 1, 1, () => -32_768)],
  'a column': [group(1, 300, 1, () => laplacian(random, 3))],
  'a row': [group(1, 1, 300, () => laplacian(random, 3))],
  'many channels': [group(67, 3, 5, () => laplacian(random, 2))],
  'noise of 8 bit': [group(3, 33, 47, () => Math.floor(random() * 256) - 128)],
  'noise of 16 bit': [group(3, 33, 47, () => Math.floor(random() * 65_536) - 32_768)],
  'ramps of 16 bit': [group(2, 40, 50, (i) => ((i * 37) % 60_000) - 30_000)],
  'both ends': [group(2, 9, 9, (i) => (i % 2 ? 32_767 : -32_768))],
  'scales, coarse first': pyramid(random, { colours: 3, levels: 4, height: 5, width: 3 }),
  'scales, fine first': pyramid(random, { colours: 1, levels: 3, height: 2, width: 3 }).reverse(),
  'latents and hyperlatents': [
    group(12, 3, 4, () => laplacian(random, 1)),
    group(20, 12, 16, () => laplacian(random, 4)),
  ],
};

describe.each(arms)('$name', ({ coder, arrangement }) => {
  let session: ArraySession;
  beforeAll(async () => {
    session = await coder.open();
  });
  afterAll(() => session.close());

  it('has words for people and says that it is there', async () => {
    expect(coder.title).toMatch(/\w/);
    expect(await coder.available()).toBe(true);
  });

  it.each(Object.entries(cases))('gives back %s', async (_name, groups) => {
    await expectRoundTrip(session, groups, arrangement);
  });

  it('gives back any groups', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyGroup, { minLength: 1, maxLength: 4 }), (groups) =>
        expectRoundTrip(session, groups, arrangement),
      ),
      { numRuns: 25 },
    );
  });

  it('makes the same bytes again, also in another session', async () => {
    const groups = cases['latents and hyperlatents']!;
    const first = await session.encode(groups, arrangement);
    const other = await coder.open();
    expect(await other.encode(groups, arrangement)).toEqual(first);
    expect(await other.decode(first, groups, arrangement)).toEqual(groups);
    await other.close();
    expect(await session.encode(groups, arrangement)).toEqual(first);
  });

  it('leaves its input alone', async () => {
    const groups = cases['scales, coarse first']!;
    const copies = groups.map((each) => ({ ...each, data: each.data.slice() }));
    await session.encode(groups, arrangement);
    expect(groups).toEqual(copies);
  });

  it('refuses streams that are cut, longer, or changed in a bit', async () => {
    const groups = cases['latents and hyperlatents']!;
    const bytes = await session.encode(groups, arrangement);
    for (const length of [0, 1, 3, 4, 5, bytes.length >> 1, bytes.length - 1]) {
      await expectRefused(session, bytes.slice(0, length), groups, arrangement);
    }
    await expectRefused(session, Buffer.concat([bytes, Buffer.from([0])]), groups, arrangement);
    await expectRefused(session, Buffer.concat([bytes, bytes]), groups, arrangement);
    for (let i = 0; i < 60; i++) {
      const changed = bytes.slice();
      changed[Math.floor(random() * bytes.length)]! ^= 1 << Math.floor(random() * 8);
      await expectRefused(session, changed, groups, arrangement);
    }
    expect(await session.decode(bytes, groups, arrangement)).toEqual(groups);
  });

  it('gives an error or other values for a payload that was changed and sealed anew', async () => {
    const groups = [
      ...cases['latents and hyperlatents']!,
      group(2, 66, 65, () => laplacian(random, 2)),
      group(1, 9, 9, () => Math.floor(random() * 4000)),
    ];
    const context = { coder: coder.id, shapes: groups, arrangement };
    const payload = unseal(await session.encode(groups, arrangement), context);
    for (let i = 0; i < 60; i++) {
      const bytes = seal(broken(payload), context);
      const result = await session.decode(bytes, groups, arrangement).catch((error) => error);
      if (Array.isArray(result)) {
        expect(result.map(({ data }) => data.length)).toEqual(
          groups.map(({ data }) => data.length),
        );
      } else {
        expect(result).toBeInstanceOf(WorkError);
        expect(result.message).not.toContain('\n');
      }
    }
    await expectRoundTrip(session, groups, arrangement);
  });

  it('refuses groups whose values are not those of their shape', async () => {
    const [first] = cases['latents and hyperlatents']!;
    for (const wrong of [
      { ...first!, data: first!.data.subarray(1) },
      { ...first!, width: first!.width - 1 },
      { ...first!, channels: 0, data: new Int16Array(0) },
      { ...first!, height: 0.5, width: 2 * first!.width * first!.height },
    ]) {
      await expect(session.encode([wrong], arrangement)).rejects.toThrow(WorkError);
    }
  });

  it('refuses other shapes, however large, before it allocates for them', async () => {
    const groups = cases['latents and hyperlatents']!;
    const bytes = await session.encode(groups, arrangement);
    const [first, second] = groups as [Latents, Latents];
    const wrong = [
      [],
      [first],
      [second, first],
      [first, second, second],
      [{ ...first, height: first.width, width: first.height }, second],
      [first, { ...second, width: second.width + 1 }],
      [first, { channels: 1e6, height: 1e6, width: 1e6 }],
    ];
    for (const shapes of wrong) await expectRefused(session, bytes, shapes, arrangement);
  });
});

/** Cut, longer, or with a few bits or bytes changed, mostly near the start, where headers are. */
function broken(payload: Uint8Array): Uint8Array {
  const kind = random();
  if (kind < 0.15) return payload.slice(0, Math.floor(random() * payload.length));
  if (kind < 0.2) return Buffer.concat([payload, payload.subarray(0, 20)]);
  const changed = payload.slice();
  const reach = random() < 0.5 ? Math.min(60, payload.length) : payload.length;
  for (let n = 1 + Math.floor(random() * 4); n > 0; n--) {
    const at = Math.floor(random() * reach);
    changed[at] = random() < 0.5 ? changed[at]! ^ (1 << Math.floor(random() * 8)) : random() * 256;
  }
  return changed;
}

async function expectRoundTrip(
  session: ArraySession,
  groups: readonly Latents[],
  arrangement: ArrangementId,
): Promise<void> {
  const bytes = await session.encode(groups, arrangement);
  const shapes = groups.map(({ channels, height, width }) => ({ channels, height, width }));
  const decoded = await session.decode(bytes, shapes, arrangement);
  expect(decoded.map(({ channels, height, width }) => ({ channels, height, width }))).toEqual(
    shapes,
  );
  // Far quicker than toEqual.
  for (const [index, { data }] of groups.entries()) {
    expect(Buffer.compare(bytesOf(data), bytesOf(decoded[index]!.data))).toBe(0);
  }
}

function bytesOf({ buffer, byteOffset, byteLength }: Int16Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

async function expectRefused(
  session: ArraySession,
  bytes: Uint8Array,
  shapes: Parameters<ArraySession['decode']>[1],
  arrangement: ArrangementId,
): Promise<void> {
  const error = await session.decode(bytes, shapes, arrangement).then(
    () => 'decoded',
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(WorkError);
  expect((error as Error).message).not.toContain('\n');
}
