import { h } from './dom.js';
import type { View } from './view.js';

/** The sortable table of all curves. */
export const boardView: View = {
  id: 'board',
  title: 'Board',
  controls: ['data', 'metric', 'anchor', 'testbed'],
  mount(host, page) {
    const list = h('ul', {});
    host.append(h('h1', {}, 'Board'), list);
    return {
      update: () => {
        list.replaceChildren(...page.data.group.curves.map(({ label }) => h('li', {}, label)));
      },
    };
  },
};
