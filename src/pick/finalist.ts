import type { MetricFacts } from '../curves/metric-facts.js';
import type { Metric } from '../metrics/metric.js';
import type { Finalist } from './answer.js';
import { browserSupport } from './browser-support.js';
import { bestOf, type Candidate } from './candidate.js';
import type { FolderPoint } from './folder-point.js';
import type { FullPickOptions } from './options.js';
import type { SpeedLookup } from './speeds.js';

/** A candidate as it stands in the answer, or why it does not. */
export function finalistOf(
  candidate: Candidate,
  {
    metric,
    options,
    speedAt,
    images,
  }: {
    readonly metric: Metric;
    readonly options: FullPickOptions;
    readonly speedAt: SpeedLookup;
    readonly images: number;
  },
): Finalist | { readonly spec: string; readonly best: null; readonly reason: string } {
  const { label, step, points, specAt, curve, codec } = candidate;
  const best = bestOf(candidate);
  if (best === null || step.state === 'try') {
    return { spec: label, best: null, reason: 'nothing is known of it' };
  }
  const spec = specAt(best.knob);
  if (!step.reached) return { spec: label, best: null, reason: missed(best, spec, metric) };
  const speed = speedAt(curve, best.knob);
  const notes = [
    ...(images > 1 && best.worst ? [`lowest ${valueText(metric, best.worst.value)}`] : []),
    ...alphaNotes(best),
    ...(options.browsers && codec ? [browserSupport(codec.format.id).text] : []),
    ...(speed && speed.knob !== best.knob ? [`speed at ${specAt(speed.knob)}`] : []),
    ...(options.measure || step.excess === null || step.excess < coarse
      ? []
      : ['next coarser setting that is stored misses']),
  ];
  return { spec, points, best, excess: step.excess, speed, notes };
}

/** Share of the bytes above which stored settings are too far apart to be a choice. */
const coarse = 0.05;

function missed(best: FolderPoint, spec: string, metric: Metric): string {
  if (best.score === null) return `${spec} misses it`;
  return [`${valueText(metric, best.score)} at best (${spec})`, ...alphaNotes(best)].join('; ');
}

function alphaNotes({ alphaLost, alphaDiffers }: FolderPoint): string[] {
  return [
    ...(alphaLost > 0 ? [`transparency lost in ${alphaLost}`] : []),
    ...(alphaDiffers > 0 ? [`transparency changed in ${alphaDiffers}`] : []),
  ];
}

function valueText({ decimals }: MetricFacts, value: number): string {
  return value.toFixed(decimals);
}
