import { expect, test } from 'vitest';
import { pageCommand, shellWord, sweepCommand } from '#src/page/model/pictures-command.js';

test('commands are quoted where a shell would read more in them', () => {
  expect(shellWord('avif:speed=0,quality=50')).toBe('avif:speed=0,quality=50');
  expect(shellWord("a b'; rm $x")).toBe(`'a b'\\''; rm $x'`);
  expect(
    sweepCommand(
      { dataset: 'my set', crop: '64x64' },
      { codecs: ['jxl:quality=5', 'jpeg'], image: 'p1', metric: 'psnr' },
    ),
  ).toBe(
    "npx pareto sweep --codec jxl:quality=5,jpeg --dataset 'my set' --images p1 --crop 64x64 --metrics psnr --maps --rescore",
  );
  expect(pageCommand()).toBe('npx pareto leaderboard --pictures all');
});
