import { metricTitle } from '../page/model/metric-text.js';
import { curveOptions, metricsOf, timingOptions } from '../page/model/selection.js';
import { type Choice, select } from './controls.js';
import { replace } from './dom.js';
import type { Frame } from './frame.js';
import type { Page, SharedControl, View } from './view.js';

/** The controls that several views share, each a key of the state. */
export function createSharedControls(
  { bar, tellChoices }: Pick<Frame, 'bar' | 'tellChoices'>,
  choose: (key: string, value: string) => void,
): { show(view: View, page: Page): void } {
  const controls = {
    data: select('Data set', (value) => choose('data', value)),
    class: select('Class', (value) => choose('class', value)),
    metric: select('Metric', (value) => choose('metric', value)),
    anchor: select('Anchor', (value) => choose('anchor', value)),
    testbed: select('Testbed', (value) => choose('testbed', value)),
  };
  return {
    show: (view, page) => {
      const chosen: string[] = [];
      const shown = view.controls.flatMap((name) => {
        const { choices, value } = offered(name, page);
        if (choices.length === 0) return [];
        chosen.push(choices.find((choice) => choice.value === value)?.text ?? '');
        controls[name].offer(choices);
        controls[name].set(value ?? '');
        return [controls[name].element];
      });
      tellChoices(chosen.join(' · '));
      // Elements that stay are not moved, so that the one with the focus keeps it.
      if (
        shown.some((element, i) => bar.children[i] !== element) ||
        shown.length !== bar.childElementCount
      ) {
        replace(bar, ...shown);
      }
    },
  };
}

function offered(
  name: SharedControl,
  page: Page,
): { choices: readonly Choice[]; value: string | undefined } {
  const { index, data } = page;
  switch (name) {
    case 'data':
      return {
        choices: index.datasets.map(({ key, images }) => ({
          value: key,
          text: `${key}, ${images} ${images === 1 ? 'image' : 'images'}`,
        })),
        value: page.dataKey,
      };
    case 'class':
      return {
        choices:
          page.classes.length === 0
            ? []
            : [
                { value: '', text: 'all' },
                ...page.classes.map(({ content, images }) => ({
                  value: content,
                  text: `${content}, ${images}`,
                })),
              ],
        value: data.content ?? '',
      };
    case 'metric':
      return {
        choices: metricsOf(data.group).map((id) => ({ value: id, text: metricTitle(data, id) })),
        value: page.metric() ?? undefined,
      };
    case 'anchor': {
      const options = curveOptions(data.group);
      return { choices: options.map(asChoice), value: options[page.anchor() ?? -1]?.key };
    }
    case 'testbed': {
      const options = timingOptions(data.timings);
      return { choices: options.map(asChoice), value: options[page.timing() ?? -1]?.key };
    }
  }
}

const asChoice = ({ key, name }: { key: string; name: string }): Choice => ({
  value: key,
  text: name,
});
