import { describe, expect, test } from 'vitest';
import { buildLeaderboard } from '#src/leaderboard/leaderboard.js';
import { tablesOf } from '#src/leaderboard/rd-table.js';
import { captureTestbed } from '#src/results/capture-testbed.js';
import type { Calibration } from '#src/results/testbed.js';
import { facts } from '../support/facts.ts';
import { rdOf, timingOf } from '../support/records.ts';

function build(calibration: Calibration | null, runtime: 'native' | 'cli' = 'native') {
  const subject = {
    spec: 'webp',
    image: 'a',
    engine: { name: 'webp', version: '1', runtime },
  };
  const { testbeds, timings, datasets } = buildLeaderboard({
    rd: tablesOf([rdOf(subject)]),
    timing: [timingOf({ ...subject, encode: [0.1, 0.1], decode: [0.05, 0.05] })],
    facts,
    describe: () => ({ ...captureTestbed([], 'bench'), calibration }),
  });
  const { encode, decode } = timings[0]!.rows[0]!;
  return {
    testbed: testbeds[0]!,
    encode: encode!,
    decode: decode!,
    curve: datasets[0]!.curves[0]!,
  };
}

const seconds = { median: 0.5, low: 0.4, high: 0.6 };
const known: Calibration = { kernel: 'dct-coder-walk', version: 1, seconds, passes: 7 };

describe('normalised speeds', () => {
  test('credit a slow machine by the time of the kernel over that of the reference machine', () => {
    const { testbed, encode, decode, curve } = build(known);
    expect(testbed.calibration).toEqual({
      kernel: 'dct-coder-walk',
      version: 1,
      medianSeconds: 0.5,
      low: 0.4,
      high: 0.6,
      referenceSeconds: 0.2,
    });
    expect([encode.megapixelsPerSecond, encode.normalised]).toEqual([5, 12.5]);
    expect([decode.megapixelsPerSecond, decode.normalised]).toEqual([10, 25]);
    expect(curve.speeds[0]).toMatchObject({
      encodeMegapixelsPerSecond: 5,
      encodeNormalised: 12.5,
      decodeNormalised: 25,
    });
  });

  test('are null without a calibration, and of a kernel that is not known', () => {
    expect(build(null)).toMatchObject({
      testbed: { calibration: null },
      encode: { normalised: null },
    });
    const other = build({ ...known, version: 2 });
    expect(other.testbed.calibration).toMatchObject({ version: 2, referenceSeconds: null });
    expect([other.encode.normalised, other.curve.speeds[0]!.encodeNormalised]).toEqual([
      null,
      null,
    ]);
  });

  test('are null of command lines, whose times hold the start of a process', () => {
    const { encode, curve } = build(known, 'cli');
    expect([encode.megapixelsPerSecond, encode.normalised]).toEqual([5, null]);
    expect(curve.speeds[0]!.encodeNormalised).toBeNull();
  });
});
