import { describe, expect, it } from 'vitest';
import { loadCard } from '#src/models/catalogue.js';
import { type CodecCard, codecSchema } from '#src/models/codec-card.js';
import { miswirings } from '#src/models/codec-wiring.js';

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
      'an overlap that does not fit',
      { tiles: { size: 256, overlap: 24 } },
      'tiles are not made of',
    ],
    [
      'a group that is named as an input is',
      {
        groups: [{ ...codec().groups[0], id: 'rate' }, codec().groups[1]],
        passes: [{ group: 'rate', base: 0 }, { graph: 'hyper' }, ...halves],
      },
      'groups are named once each',
    ],
    [
      'sides that do not suit its padding',
      { rate: { resize: { multiple: 24 } } },
      'sides are made multiples of 24, which do not suit 16 and 16',
    ],
    ['a codebook beside other groups', { distributions: 'codebook' }, 'a codebook has one group'],
    ['an analysis that lacks a group', { analysis: 'hyper' }, "hyper does not give 'low'"],
    ['a synthesis without a picture', { synthesis: 'analyse' }, "analyse does not give 'image'"],
    [
      'two groups of one name',
      { groups: [...codec().groups, codec().groups[0]] },
      'groups are named once each',
    ],
  ])('is refused for %s', (_name, changes, message) => {
    expect(miswirings(codec(changes), graphs).join('; ')).toContain(message);
  });
});

describe('a card’s section for a codec', () => {
  const refused = (changes: Record<string, unknown>) => {
    try {
      codec(changes);
      return false;
    } catch {
      return true;
    }
  };
  const of = (group: object) => ({ groups: [{ id: 'low', channels: 1, scale: 8, ...group }] });

  it('fills in what a group is without more words', () => {
    const { groups, rdoq, passes } = codec({
      ...of({}),
      passes: [
        { group: 'low', base: 0 },
        { graph: 'context', group: 'low' },
      ],
    });
    expect(groups).toEqual([
      { id: 'low', channels: 1, scale: 8, rounding: 0.5, limit: 32767, predict: 'none' },
    ]);
    expect(rdoq).toBe(0);
    expect(passes).toEqual([
      { group: 'low', part: 'all', base: 0 },
      { graph: 'context', group: 'low', part: 'all', indexes: 'indexes' },
    ]);
  });

  it.each<[string, unknown[], unknown[], (value: unknown) => Record<string, unknown>]>([
    ['rounding', [0.01, 0.5], [0, 0.51], (rounding) => of({ rounding })],
    ['limit', [1, 32767], [0, 32768], (limit) => of({ limit })],
    ['predict', ['none', 'median'], [''], (predict) => of({ predict })],
    ['ratio', [0.5, 1], [0, 1.01], (ratio) => ({ rate: { first: 64, ratio } })],
    ['rdoq', [0, 1], [-0.01, 1.01], (rdoq) => ({ rdoq })],
    ['units', ['steps', 'absolute'], [''], (units) => ({ units })],
    ['entropy', ['x'], [''], (entropy) => ({ entropy })],
    ['analysis', ['x'], [''], (analysis) => ({ analysis })],
    [
      'quality',
      [0, 100],
      [-1, 101],
      (value) => ({ quality: { default: value, sweep: [0, 1, 2, 3] } }),
    ],
    [
      'sweep',
      [
        [0, 1, 2, 3],
        [0, 1, 99, 100],
      ],
      [
        [0, 1, 2],
        [-1, 1, 2, 3],
        [0, 1, 2, 101],
      ],
      (sweep) => ({ quality: { default: 50, sweep } }),
    ],
    ['part', ['all', 'even', 'odd'], [''], (part) => ({ passes: [{ group: 'a', base: 0, part }] })],
    [
      'indexes',
      ['x'],
      [''],
      (indexes) => ({ passes: [{ graph: 'g', group: 'a', part: 'all', indexes }] }),
    ],
    ['groups', [codec().groups.slice(0, 1)], [[]], (groups) => ({ groups })],
    ['passes', [codec().passes.slice(0, 1)], [[]], (passes) => ({ passes })],
    ['distributions', ['measured'], ['', 'guessed'], (distributions) => ({ distributions })],
  ])('%s goes as far as it says', (_name, legal, illegal, changes) => {
    for (const value of legal) expect(refused(changes(value)), String(value)).toBe(false);
    for (const value of illegal) expect(refused(changes(value)), String(value)).toBe(true);
  });
});

describe('measured distributions', () => {
  const measured = (limit: number, changes: Record<string, unknown> = {}) =>
    miswirings(
      codec({
        groups: [{ id: 'low', channels: 3, scale: 16, limit }],
        passes: [{ group: 'low', base: 0 }],
        analysis: 'analyse',
        synthesis: 'paint',
        distributions: 'measured',
        ...changes,
      }),
      { ...graphs, paint: { inputs: ports('low step'), outputs: ports('image') } },
    );

  it('take symbols up to 1023, and no graph', () => {
    expect(measured(1023)).toEqual([]);
    expect(measured(1024)).toEqual([
      'the limit of low is beyond 1023, where distributions are measured',
    ]);
    expect(measured(1023, { rdoq: 1 }).join()).toContain('rdoq needs distributions');
  });
});

it('contexts do not run on TensorFlow.js, transforms may', () => {
  const on = (name: keyof typeof graphs) => ({
    ...graphs,
    [name]: { ...graphs[name], runtime: 'tfjs' as const },
  });
  expect(miswirings(codec(), on('analyse'))).toEqual([]);
  expect(miswirings(codec(), on('hyper')).join()).toMatch(/^the context hyper is of runtime tfjs/);
});

it.each(['image', 'step', 'low'])('no state is called %s', (name) => {
  const named = { ...graphs, hyper: { ...graphs.hyper, outputs: ports(`state ${name}`) } };
  expect(miswirings(codec(), named)).toEqual([`a state cannot be named '${name}'`]);
});

it('a fault is told once', () => {
  const faults = miswirings(codec({ analysis: 'absent', synthesis: 'absent' }), graphs);
  expect(faults[0]).toBe("there is no graph 'absent'");
  expect(new Set(faults).size).toBe(faults.length);
  const changes = { analysis: 'absent', input: { multiple: 8, minSide: 8 } };
  expect(miswirings(codec(changes), graphs)[0]).toContain('the scale of low does not divide 8');
});
