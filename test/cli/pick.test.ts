import { expect, test } from 'vitest';
import { runPareto } from '../support/pareto.ts';
import { scratch } from '../support/scratch.ts';

const stored = ['pick', 'kodak', '--no-measure', '--out', 'results/baseline'];

test('from stored results: a sentence, a table, what was left out', async () => {
  const { status, stdout, stderr } = await runPareto(
    [...stored, '--at', 'ssimulacra2=80', '--codec', 'jpeg,webp,avif,jxl', '--browsers'],
    { cache: scratch() },
  );
  expect([status, stderr]).toEqual([0, '']);
  const [sentence, , header] = stdout.split('\n');
  expect(sentence).toMatch(
    /^For these 24 pictures at ssimulacra2 80 use avif:quality=\d+: \d+ kB, \d+ % less than jpeg:quality=\d+ \[\d+, \d+\]\.$/,
  );
  expect(header).toMatch(
    /^use +kB +bpp +ssimulacra2 +saving % +95 % +enc MP\/s +dec MP\/s +notes$/,
  );
  expect(stdout).toContain('  jxl: not shown by all browsers: Chrome 155, Firefox 158, Safari 17');
  expect(stdout).toContain('browsers: caniuse.com');
});

test('as JSON it has exactly these fields', async () => {
  const { status, stdout } = await runPareto(
    [...stored, '--at', 'psnr=35', '--codec', 'jpeg,webp', '--json'],
    { cache: scratch() },
  );
  expect(status).toBe(0);
  const answer = JSON.parse(stdout);
  expect(Object.keys(answer)).toEqual(['target', 'choices', 'best', 'leftOut']);
  expect(answer.target).toEqual({ metric: 'psnr', value: 35 });
  expect(answer.best).toBe(answer.choices[0].spec);
  for (const choice of answer.choices) {
    expect(Object.keys(choice)).toEqual([
      ...['spec', 'bytes', 'bitsPerPixel', 'score'],
      ...['encodeMegapixelsPerSecond', 'decodeMegapixelsPerSecond', 'saving', 'notes'],
    ]);
    expect(Object.keys(choice.saving)).toEqual(['percent', 'low', 'high']);
    expect(choice.score).toBeGreaterThanOrEqual(35);
  }
});

test('as CSV it has a row for each choice; where nothing fits the status is 1', async () => {
  const folder = scratch();
  const csv = await runPareto([...stored, '--at', 'psnr=35', '--codec', 'webp', '--csv'], {
    cache: folder,
  });
  const [header, row, ...others] = csv.stdout.trimEnd().split('\n');
  expect(header).toMatch(/^metric,target,spec,bytes,.*,notes,class$/);
  expect(row).toMatch(/^psnr,35,webp:quality=\d+,\d+,/);
  expect(others).toEqual([]);
  const none = await runPareto([...stored, '--at', 'psnr=60', '--codec', 'webp'], {
    cache: folder,
  });
  expect(none.status).toBe(1);
  expect(none.stdout).toMatch(/^No codec fits these 24 pictures at psnr 60/);
  expect(none.stdout).toMatch(/webp: \d+\.\d+ at best \(webp:quality=\d+\)/);
});

test.each([
  [['pick'], 'pick needs <pictures>'],
  [['pick', 'datasets/sample'], '--at is not given'],
  [['pick', 'datasets/sample', '--at', '80'], '--at takes a metric and a value'],
  [
    ['pick', 'datasets/sample', '--at', 'psnr=38', '--encode-speed', 'fast'],
    '--encode-speed takes a bound',
  ],
  [['pick', 'datasets/sample', '--at', 'psnr=38', '--csv', '--json'], 'exclude each other'],
  [['pick', 'datasets/sample', '--at', 'psmr=38'], 'did you mean psnr?'],
  [['pick', 'no-such-folder/', '--at', 'psnr=38'], "'no-such-folder/'"],
])('%j is wrong use', async (args, message) => {
  const out = args.length > 2 ? ['--out', scratch()] : [];
  const { status, stderr } = await runPareto([...args, ...out], { cache: scratch() });
  expect(stderr).toContain(message);
  expect(status).toBe(2);
});
