import './method-view.css';
import { againFolder, ownNote, pageCommand } from '../page/model/commands.js';
import { againCommands, rdCommands, timingCommands } from '../page/model/method-commands.js';
import { methodText } from '../page/model/method-text.js';
import { timingOptions } from '../page/model/selection.js';
import { search, select } from './controls.js';
import { h, lines, replace } from './dom.js';
import { commandItem } from './method-command.js';
import { engineTable, imageList, metricTable, programTable } from './method-tables.js';
import { testbedList } from './method-testbeds.js';
import type { Page, View } from './view.js';

/** How the figures were made, on which machines, by which versions, and how to make them again. */
export const methodView: View = {
  id: 'method',
  title: 'Method',
  controls: ['data'],
  mount(host, page) {
    const { data, index } = page;
    const commands = createCommands(page);
    const terms = methodText(index).flatMap(({ term, text }) => [
      h('dt', {}, term),
      h('dd', {}, text),
    ]);
    const { images } = data.group;
    const lede = `${images} ${images === 1 ? 'image' : 'images'}, ${data.group.rows.length} settings of ${data.group.curves.length} curves. What each figure means, what made it, and the commands that make it again.`;
    host.append(
      h('h1', {}, page.dataKey),
      h('p', { class: 'lede' }, lede),
      h('h2', {}, 'Make it again'),
      commands.element,
      h('h2', {}, 'Testbeds'),
      ...testbedList(page),
      h('h2', {}, 'Programs'),
      ...programTable(page),
      h('h2', {}, 'Engines'),
      ...engineTable(page),
      h('h2', {}, 'Metrics'),
      ...metricTable(page),
      h('h2', {}, 'Images'),
      ...imageList(page),
      h('h2', {}, 'How the figures are made'),
      h('dl', { class: 'terms' }, ...terms),
      h(
        'p',
        { class: 'lede' },
        'docs/method.md of the project says it in full, docs/record.md every field.',
      ),
    );
    return { update: commands.update };
  },
};

/** The commands of all curves: of rate and distortion, or of a group of times. */
function createCommands(page: Page): { element: HTMLElement; update(): void } {
  const { data, state } = page;
  const made = page.index.datasets.find(({ key }) => key === page.dataKey);
  const options = timingOptions(data.timings);
  const kind = select('Records', (value) =>
    state.set({ 'method.records': value === '' ? null : value }),
  );
  kind.offer([
    { value: '', text: 'rate and distortion' },
    ...options.map(({ key, name }) => ({ value: key, text: `time, ${name}` })),
  ]);
  const text = search('Find a curve', (value) => state.set({ 'method.q': value || null }));
  const list = h('ul', { class: 'commands' });
  const { index } = page;
  const note = `Each command makes all points of its curve, in a folder of results named ${againFolder}: what a folder has already is not measured again. --images NAME takes a single picture. ${ownNote(index)}`;
  return {
    element: h(
      'div',
      {},
      h('p', { class: 'lede' }, note.trimEnd()),
      h(
        'div',
        { class: 'tools', role: 'group', 'aria-label': 'Which commands' },
        kind.element,
        text.element,
      ),
      list,
      h('p', { class: 'lede' }, 'What differs then, and what writes this page anew:'),
      lines([...againCommands(data, index), pageCommand(index)].join('\n')),
    ),
    update: () => {
      const timing = options.findIndex(({ key }) => key === state.get('method.records'));
      const all =
        timing < 0
          ? rdCommands(data, index)
          : timingCommands(data, timing, { timed: made?.timed ?? [], names: index });
      const words = (state.get('method.q') ?? '').toLowerCase().split(/\s+/);
      const shown = all.filter(({ name }) =>
        words.every((word) => name.toLowerCase().includes(word)),
      );
      kind.set(timing < 0 ? '' : options[timing]!.key);
      text.set(state.get('method.q') ?? '');
      const none = all.length === 0 ? 'No curve was measured.' : 'No curve has these words.';
      replace(
        list,
        ...(shown.length === 0
          ? [h('li', { class: 'empty' }, none)]
          : shown.map((remake) => commandItem(remake, page))),
      );
    },
  };
}
