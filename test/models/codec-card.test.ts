import { describe, expect, it } from 'vitest';
import { loadCard } from '#src/models/catalogue.js';
import { type CodecCard, codecSchema, miswirings } from '#src/models/codec-card.js';

const { codec: taef2, graphs: known } = await loadCard('taef2');

const ports = (names: string) => names.split(' ').map((name) => ({ name }));
const graphs = {
  analyse: { inputs: ports('image step'), outputs: ports('low detail') },
  synthesise: { inputs: ports('low detail step rate'), outputs: ports('image') },
  hyper: { inputs: ports('low rate'), outputs: ports('state') },
  context: { inputs: ports('state detail'), outputs: ports('indexes') },
};

/** Two groups, contexts for the halves of the second. */
function codec(changes: Record<string, unknown> = {}): CodecCard {
  return codecSchema.parse({
    input: { multiple: 16, minSide: 16 },
    rate: { first: 64, ratio: 0.1 },
    quality: { default: 50, sweep: [0, 30, 60, 90] },
    units: 'steps',
    groups: [
      { id: 'low', channels: 3, scale: 16, predict: 'median' },
      { id: 'detail', channels: 9, scale: 8 },
    ],
    analysis: 'analyse',
    synthesis: 'synthesise',
    passes: [
      { group: 'low', base: 0 },
      { graph: 'hyper' },
      { graph: 'context', group: 'detail', part: 'even' },
      { graph: 'context', group: 'detail', part: 'odd' },
    ],
    distributions: { file: 'a.bin', sha256: '0'.repeat(64), bytes: 7 },
    entropy: 'range',
    tiles: { size: 256, overlap: 32 },
    bytesPerPixel: 100,
    ...changes,
  });
}

describe('wiring', () => {
  it('of the project and of the example is whole', () => {
    expect(miswirings(taef2!, known)).toEqual([]);
    expect(miswirings(codec(), graphs)).toEqual([]);
  });

  const low = { group: 'low', base: 0 };
  const halves = ['even', 'odd'].map((part) => ({ graph: 'context', group: 'detail', part }));
  it.each<[string, Record<string, unknown>, string]>([
    ['a graph that is not there', { analysis: 'encode' }, "there is no graph 'encode'"],
    [
      'a state before it is known',
      { passes: [low, ...halves, { graph: 'hyper' }] },
      "context reads 'state', which is not known then",
    ],
    [
      'the step in a context',
      { passes: [low, { graph: 'synthesise' }, { graph: 'hyper' }, ...halves] },
      "synthesise reads 'step', which is not known then",
    ],
    [
      'a half that is coded twice',
      { passes: [low, { graph: 'hyper' }, halves[0], halves[0]] },
      'the passes are expected to code every half of every group once',
    ],
    [
      'a group that is not coded',
      { passes: [{ graph: 'hyper' }, ...halves] },
      'the passes are expected to code every half of every group once',
    ],
    [
      'an unknown group',
      { passes: [low, { group: 'lower', base: 0 }, { graph: 'hyper' }, ...halves] },
      "there is no group 'lower'",
    ],
    [
      'indexes that no graph gives',
      { passes: [low, { graph: 'hyper', group: 'detail' }] },
      "hyper does not give 'indexes'",
    ],
    [
      'a prediction in parts',
      {
        passes: [{ ...low, part: 'even' }, { ...low, part: 'odd' }, { graph: 'hyper' }, ...halves],
      },
      'low is predicted in parts',
    ],
    ['tiles that do not fit', { tiles: { size: 250, overlap: 32 } }, 'tiles are not made of'],
    ['a padding that does not fit', { input: { multiple: 8, minSide: 8 } }, 'the scale of low'],
    ['measured distributions beside a context', { distributions: 'measured' }, 'without a graph'],
    ['measured distributions without a limit', { distributions: 'measured' }, 'beyond 1023'],
    ['measured distributions with rdoq', { distributions: 'measured', rdoq: 0.1 }, 'rdoq needs'],
    [
      'two groups of one name',
      { groups: [...codec().groups, codec().groups[0]] },
      'groups are named once each',
    ],
  ])('is refused for %s', (_name, changes, message) => {
    expect(miswirings(codec(changes), graphs).join('; ')).toContain(message);
  });
});
