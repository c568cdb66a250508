import type { PageIndex } from '../page/model/contract.js';
import { formatBytes, formatPercent, formatSignificant } from '../page/model/format.js';
import { dash, h } from './dom.js';
import type { Page } from './view.js';

type Testbed = PageIndex['testbeds'][number];
type Content = HTMLElement | string;

/** The machines that the data set was timed on, each with its noise and its calibration. */
export function testbedList({ data, index }: Page): HTMLElement[] {
  const ids = new Set(data.timings.map(({ testbed }) => testbed));
  const shown = index.testbeds.filter(({ id }) => ids.has(id));
  if (shown.length === 0) {
    const text =
      'No times were taken of this data set. Rates and distortions are the same on every machine; only times need a testbed.';
    return [h('p', { class: 'lede' }, text)];
  }
  return shown.map((testbed) =>
    h(
      'div',
      { class: 'testbed' },
      h('h3', {}, testbed.id),
      h(
        'dl',
        {},
        ...[...machineOf(testbed), ...noiseOf(testbed), ...calibrationOf(testbed)].flatMap(
          ([term, content]) => [h('dt', {}, term), h('dd', {}, content)],
        ),
      ),
    ),
  );
}

function machineOf({ machine }: Testbed): [string, Content][] {
  if (machine === null) return [['Machine', dash('the description of the testbed is missing')]];
  const { cpu, arch, cores, memoryBytes, features, governor, os, node } = machine;
  return [
    ['Processor', `${cpu}, ${arch}, ${cores} ${cores === 1 ? 'core' : 'cores'}`],
    ['Memory', memoryBytes === null ? 'not told' : formatBytes(memoryBytes)],
    ['Instruction sets', features.join(', ') || dash('none that codecs choose their code by')],
    ['Frequency governor', governor ?? dash('the system does not tell it')],
    ['System', os],
    ['Node', node],
  ];
}

function noiseOf({ noise }: Testbed): [string, Content][] {
  if (noise === null) return [['Noise, A/A', dash('no codec was timed twice')]];
  const { spec, encode, decode } = noise;
  const told = ({ difference, low, high }: typeof encode): string =>
    `${formatPercent(100 * difference)} % (${formatPercent(100 * low)} … ${formatPercent(100 * high)})`;
  const text = `${spec} timed twice as if it were two: encode ${told(encode)}, decode ${told(decode)}`;
  return [['Noise, A/A', text]];
}

function calibrationOf({ calibration }: Testbed): [string, Content][] {
  if (calibration === null) {
    return [
      ['Calibration', dash('the calibration kernel was not run; speeds cannot be normalised')],
    ];
  }
  const { kernel, version, medianSeconds, low, high, referenceSeconds } = calibration;
  const ms = (seconds: number): string => formatSignificant(1000 * seconds);
  const run = `${kernel} ${version}: ${ms(medianSeconds)} ms a run (${ms(low)} … ${ms(high)})`;
  const against =
    referenceSeconds === null
      ? 'the reference machine’s time is not known, so speeds are not normalised'
      : `${ms(referenceSeconds)} ms on the reference machine: speeds are multiplied by ${formatSignificant(medianSeconds / referenceSeconds)}`;
  return [['Calibration', `${run}; ${against}`]];
}
