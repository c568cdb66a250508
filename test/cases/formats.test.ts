import { expect, test } from 'vitest';
import { codecs } from '#src/codecs/registry.js';
import { rdRecordsIn, runPareto } from '../support/pareto.ts';
import { scratch } from '../support/scratch.ts';
import { describeShared, shared } from '../support/shared.ts';

const heic = await (await codecs.load('heic')).available({});

describeShared('files that codecs decode', () => {
  test.each(['d.jls', 'd.jxl', 'd.heic'])('%s is scored', async (name) => {
    const file = shared('cases/formats', name);
    const { status, stdout, stderr } = await runPareto(
      ['score', file, file, '--metrics', 'psnr', '--json'],
      { cache: scratch() },
    );
    if (name === 'd.heic' && heic !== true) {
      expect([status, stderr]).toEqual([
        1,
        expect.stringContaining(`cannot be decoded here: ${heic}`),
      ]);
    } else {
      expect(JSON.parse(stdout)).toMatchObject({ exact: true, width: 64, height: 48 });
    }
  });

  test('a damaged picture is measured where it is told to, with a warning and a mark', async () => {
    const out = scratch();
    const args = [
      ...['sweep', '--codec', 'webp:quality=50', '--metrics', 'psnr', '--max-failures', '1'],
      ...['--dataset', shared('cases/lenient'), '--out', out],
    ];
    const strict = await runPareto(args, { cache: scratch() });
    expect(strict.stderr).toMatch(
      /samsung-sos failed in load: .* read it leniently .*\(--lenient\)/,
    );
    const { status, stdout, stderr } = await runPareto([...args, '--lenient'], {
      cache: scratch(),
    });
    expect(status).toBe(0);
    expect(stderr.match(/samsung-sos is damaged/g)).toHaveLength(1);
    expect(stdout).toContain('1 of 2 images is of a damaged file');
    const marks = rdRecordsIn(`${out}/rd/lenient/webp.jsonl`).map(({ image, damage, error }) => [
      image,
      damage,
      error === null,
    ]);
    expect(marks).toContainEqual(['plain90', null, true]);
    expect(marks).toContainEqual([
      ...['samsung-sos', 'Invalid SOS parameters for sequential JPEG', true],
    ]);
  });

  test("sides of 65,536 and more are stored, or refused by the format's limit", async () => {
    const out = scratch();
    const { stderr } = await runPareto(
      [
        ...['sweep', '--codec', 'jpeg2000:ratio=8,htj2k:step=0.02,jpegls:near=2,webp:quality=50'],
        ...['--dataset', shared('cases/size/set-tall'), '--metrics', 'psnr', '--out', out],
        ...['--max-failures', '1'],
      ],
      { cache: scratch() },
    );
    const errors = (codec: string) =>
      rdRecordsIn(`${out}/rd/set-tall/${codec}.jsonl`).flatMap(({ error }) => error?.message ?? []);
    expect([errors('jpeg2000'), errors('htj2k')]).toEqual([[], []]);
    expect(errors('jpegls')).toHaveLength(2);
    for (const each of errors('jpegls')) expect(each).toContain('stores sides up to 65535; this');
    expect(errors('webp')).toHaveLength(3);
    // The first to fail is named, the others are counted.
    expect(stderr).toMatch(/webp.* stores sides up to 16383; this picture is (2x655|65536x2)/);
    expect(stderr).toContain('2 more jobs of webp failed in the same way');
  });
});
