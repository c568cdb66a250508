import type { Metric } from '../metric.js';
import { createLearnedMetric } from './learned-metric.js';

/** Deep image structure and texture similarity. */
export const loadDists = (): Promise<Metric> =>
  createLearnedMetric({
    id: 'dists',
    title: 'DISTS',
    shortTitle: 'DISTS',
    definition:
      'Deep image structure and texture similarity by VGG16 with L2 pooling: means and ' +
      'covariances of the features of six layers, the picture itself among them. At full ' +
      'resolution: piq, and tables made with it, first shrink pictures to 256 pixels on the ' +
      'shorter side and report much smaller distances. RGB scaled to 0..1, grey as three equal ' +
      'channels, alpha laid over mid-grey (over black and white where it differs), 16 bit without loss. In decibels: -10 log10(x).',
    source:
      'Ding et al. 2020, https://arxiv.org/abs/2004.07728; the PyPI package DISTS-pytorch 0.1',
    minSide: 16,
    bytesPerPixel: 3000,
    map: null,
  });
