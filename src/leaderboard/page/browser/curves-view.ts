import { h } from './dom.js';
import type { View } from './view.js';

/** Rate-distortion curves. */
export const curvesView: View = {
  id: 'curves',
  title: 'RD curves',
  controls: ['data', 'metric'],
  mount(host) {
    host.append(h('h1', {}, 'RD curves'));
    return { update: () => {} };
  },
};
