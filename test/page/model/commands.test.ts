import { expect, test } from 'vitest';
import {
  bitstreamsCommand,
  type CommandNames,
  metricWords,
  outWords,
  ownNote,
  pageCommand,
  printCommand,
  sweepWords,
} from '#src/page/model/commands.js';

const none = { codecs: [], metrics: [], datasets: [] };
const names: CommandNames = { results: 'results', read: ['results'], own: none };
const own: CommandNames['own'] = {
  codecs: [{ id: 'mine', file: 'path/to/mine.json' }],
  metrics: ['vmaf'],
  datasets: ['photos'],
};

test('words are quoted where a shell would read more in them', () => {
  expect(printCommand(['a', 'b:c=1,d=4:4:4', "it's $(rm)", ''])).toBe(
    "a b:c=1,d=4:4:4 'it'\\''s $(rm)' ''",
  );
});

test('what makes bitstreams again, and the page', () => {
  expect(
    bitstreamsCommand(
      names,
      { dataset: 'my set', crop: '64x64' },
      { specs: ['jxl:quality=5', 'jpeg'], image: 'p1', metric: 'psnr' },
    ),
  ).toBe(
    "npx pareto sweep --codec jxl:quality=5,jpeg --dataset 'my set' --images p1 --crop 64x64 --metrics psnr --maps --rescore",
  );
  const whole = { dataset: 'set', crop: null };
  const mine = { ...names, results: 'my/out' };
  expect(bitstreamsCommand(mine, whole, { specs: ['jpeg'], metric: null })).toBe(
    'npx pareto sweep --codec jpeg --dataset set --out my/out --maps --rescore',
  );
  expect(pageCommand(names)).toBe('npx pareto leaderboard');
  expect(pageCommand({ results: 'my/out' }, ['--pictures', 'all'])).toBe(
    'npx pareto leaderboard --out my/out --pictures all',
  );
  expect(outWords(names)).toEqual([]);
});

test('the user’s own codecs, metrics and data sets are named by their files', () => {
  const specs = ['mine:quality=3', 'jpeg'];
  const made = sweepWords({ ...names, own }, { specs, dataset: 'photos', options: ['--force'] });
  expect(made.slice(3)).toEqual([
    ...['--codec', 'mine:quality=3,jpeg', '--plugin', 'path/to/mine.json'],
    ...['--dataset', 'path/to/photos', '--force'],
  ]);
  const other = sweepWords({ ...names, own }, { specs: ['jpeg'], dataset: 'kodak', options: [] });
  expect(other.slice(3)).toEqual(['--codec', 'jpeg', '--dataset', 'kodak']);
  expect(metricWords({ ...names, own }, ['psnr', 'vmaf'])).toEqual(['--metrics', 'psnr']);
  expect(metricWords({ ...names, own }, ['vmaf'])).toEqual([]);
  expect(ownNote(names)).toBe('');
  expect(ownNote({ ...names, own })).toBe(
    'path/to/… stands for where photos, mine lie. vmaf: not of the program; --plugin or --metric-command computes it too.',
  );
});
