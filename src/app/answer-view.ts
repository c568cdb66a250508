import './answer-view.css';
import { type Answer, type AnswerChoice, answerAt, shortRows } from '../page/model/answer.js';
import { answerCsv } from '../page/model/answer-csv.js';
import { levelOf, levelsOf } from '../page/model/answer-levels.js';
import { answerSentences, type Part } from '../page/model/answer-text.js';
import { signed } from '../page/model/format.js';
import { metricTitle } from '../page/model/metric-text.js';
import { codecCurves } from '../page/model/recompute.js';
import { curveOptions } from '../page/model/selection.js';
import { timedSentence } from '../page/model/timed-images.js';
import { answerTable } from './answer-table.js';
import { h, reasoned, replace } from './dom.js';
import { saveButton } from './saved-table.js';
import { segments } from './segments.js';
import type { Page, View } from './view.js';

/** Which codec, at which setting: the answer in words, and as a table at three qualities. */
export const answerView: View = {
  id: 'answer',
  title: 'Answer',
  controls: ['data', 'class', 'metric', 'anchor', 'testbed'],
  mount(host, page) {
    const { data, state } = page;
    const curves = codecCurves(data);
    const words = h('div', { class: 'answer-words' });
    const lede = h('p', { class: 'lede' });
    const levels = segments('Quality', (value) => state.set({ 'answer.at': value }));
    const title = h('span', {});
    const heading = h('h2', { class: 'levels' }, title, levels.element);
    const table = h('div', {});
    host.append(h('h1', { class: 'visually-hidden' }, `${page.dataKey}: the answer`), words);
    host.append(lede, heading, table);
    return {
      update: () => {
        const choice = choiceOf(page);
        if (choice === null) {
          replace(words, h('p', {}, whyNone(page)));
          replace(lede);
          heading.hidden = true;
          replace(table);
          return;
        }
        const answer = answerAt(data, curves, choice);
        const { metric, level, anchor } = choice;
        replace(words, ...sentences(page, answer, choice));
        replace(lede, ledeOf(page, choice));
        heading.hidden = false;
        replace(title, `Good enough at ${metricTitle(data, metric)}`);
        const offered = levelsOf(data, metric, anchor);
        levels.offer(
          offered.map((each) => ({ value: String(each), text: signed(String(each)) })),
          String(level),
        );
        const all = state.get('answer.all') === '1';
        const short = shortRows(data, answer.rows, anchor);
        const rows = all ? answer.rows : short;
        const more = answer.rows.length - short.length;
        const button = h(
          'button',
          {
            ...{ type: 'button', class: 'quiet' },
            onclick: () => state.set({ 'answer.all': all ? null : '1' }),
          },
          all ? 'Fewer' : `${more} more ${more === 1 ? 'curve' : 'curves'}`,
        );
        replace(
          table,
          ...answerTable(page, rows, choice),
          h(
            'p',
            { class: 'under' },
            more === 0 ? null : button,
            saveButton(`answer-${page.dataKey}`, () => answerCsv(data, answer, choice)),
          ),
          ...missingText(page, answer),
        );
        page.announce(`${rows.length} of ${answer.rows.length} curves at ${level}`);
      },
    };
  },
};

function choiceOf(page: Page): AnswerChoice | null {
  const metric = page.metric();
  if (metric === null) return null;
  const anchor = page.anchor();
  const level = levelOf(levelsOf(page.data, metric, anchor), page.state.get('answer.at'));
  if (level === null) return null;
  return { metric, level, anchor, timing: page.timing(), bootstrap: page.index.bootstrap };
}

function whyNone({ data, metric }: Page): string {
  const own = metric();
  if (own === null) return 'No curve was measured.';
  return `${metricTitle(data, own)} is no scale of quality that curves compare by, or nothing reaches a usual value of it: choose another metric.`;
}

function sentences(page: Page, answer: Answer, choice: AnswerChoice): HTMLElement[] {
  const { data, state } = page;
  const options = curveOptions(data.group);
  const show = (part: Part): string | HTMLElement => {
    if (typeof part === 'string') return part;
    const change = { view: 'curves', 'curves.one': options[part.curve]!.key };
    const onclick = (event: Event): void => {
      event.preventDefault();
      state.set(change, { push: true });
    };
    return h('a', { href: state.link(change), onclick }, part.name);
  };
  return answerSentences(data, answer, choice).map((parts) => h('p', {}, ...parts.map(show)));
}

function ledeOf({ data, index }: Page, { anchor, timing }: AnswerChoice): string {
  const images = data.group.images;
  const level = Math.round(100 * index.bootstrap.level);
  const one =
    images === 1
      ? 'Of a single picture there are no intervals.'
      : `One setting for all pictures, by their mean; in brackets ${level} % intervals over the pictures.`;
  return anchor === null ? one : `${one}${timedSentence(data, timing)}`;
}

function missingText({ data }: Page, { missing }: Answer): HTMLElement[] {
  if (missing.length === 0) return [];
  const names = curveOptions(data.group).map(({ name }) => name);
  const marks = missing.flatMap(({ curve, reason }, i) => [
    ...(i === 0 ? [] : [', ']),
    reasoned('absent', names[curve]!, { reason, label: `${names[curve]}: ${reason}` }),
  ]);
  return [h('p', { class: 'lede' }, 'Not here, each with its reason: ', ...marks, '.')];
}
