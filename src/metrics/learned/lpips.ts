import type { Metric } from '../metric.js';
import { createLearnedMetric } from './learned-metric.js';

/** LPIPS with AlexNet, the authors' default. */
export const loadLpipsAlex = (): Promise<Metric> =>
  load('lpips-alex', ['AlexNet', 'Alex'], 31, 210, "the authors' default");

/** LPIPS with SqueezeNet 1.1, the smallest and fastest. */
export const loadLpipsSqueeze = (): Promise<Metric> =>
  load('lpips-squeeze', ['SqueezeNet 1.1', 'Squeeze'], 17, 640, 'the smallest of the three');

/** LPIPS with VGG16, which piq reports. */
export const loadLpipsVgg = (): Promise<Metric> =>
  load('lpips-vgg', ['VGG16', 'VGG'], 16, 3000, 'which piq and tables made with it report');

function load(
  id: string,
  [network, short]: readonly [name: string, short: string],
  minSide: number,
  bytesPerPixel: number,
  use: string,
): Promise<Metric> {
  return createLearnedMetric({
    id,
    title: `LPIPS (${network})`,
    shortTitle: `LPIPS (${short})`,
    definition:
      `Learned perceptual image patch similarity, version 0.1 with its linear layers, by ${network} ` +
      `(${use}): squared differences of unit-length features, weighted by channel, mean over the ` +
      'picture, summed over layers. RGB scaled to -1..1, grey as three equal channels, alpha laid ' +
      'over mid-grey (over black and white where it differs), 16 bit without loss. In decibels: -10 log10(x).',
    source: 'Zhang et al. 2018, https://arxiv.org/abs/1801.03924; the PyPI package lpips 0.1.4',
    minSide,
    bytesPerPixel,
    map: { meaning: 'weighted distance of features, summed over layers', full: 0.5 },
  });
}
