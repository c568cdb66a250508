import { printable } from '../base/foreign-text.js';
import type { PageIndex } from '../page/model/contract.js';
import { h, replace } from './dom.js';
import { foldWhereNarrow } from './fold.js';
import { createReasons } from './reasons.js';
import type { State } from './state.js';
import { themeButton } from './theme.js';
import type { View } from './view.js';

/** What stands around the views: name, tabs, the bar of shared controls, the foot. */
export interface Frame {
  /** Where views are mounted. */
  readonly main: HTMLElement;
  /** Where the shared controls stand. */
  readonly bar: HTMLElement;
  /** What is chosen there, which a narrow window shows for the controls; empty without any. */
  tellChoices(text: string): void;
  /** Says above the view what of the address is not there. */
  warn(sentences: readonly string[]): void;
  showTab(view: View): void;
  showFoot(index: PageIndex): void;
  announce(text: string): void;
}

/** Puts the frame into the page. */
export function createFrame(state: State, views: readonly View[]): Frame {
  const tabs = views.map(({ id, title }) => {
    const open = (event: Event): void => {
      event.preventDefault();
      state.set({ view: id }, { push: true });
    };
    return h('a', { href: state.link({ view: id }), onclick: open }, title);
  });
  const bar = h('div', { class: 'bar', role: 'region', 'aria-label': 'What is shown' });
  const notice = h('p', { class: 'notice', role: 'alert', hidden: true });
  const folded = foldWhereNarrow(bar);
  const main = h('main', { id: 'main', tabindex: '-1' });
  const live = h('p', { class: 'visually-hidden', role: 'status' });
  const foot = h('footer', {});
  const skip = (event: Event): void => {
    event.preventDefault();
    main.focus();
  };
  replace(
    document.body,
    h('a', { class: 'skip', href: '#main', onclick: skip }, 'Skip to the content'),
    h(
      'header',
      {},
      h(
        'div',
        { class: 'brand' },
        h('span', { class: 'name' }, 'Pareto'),
        ' image codecs compared',
      ),
      h('nav', { 'aria-label': 'Views' }, ...tabs),
      themeButton(),
    ),
    folded.element,
    notice,
    main,
    foot,
    live,
    createReasons(),
  );
  return {
    main,
    bar,
    tellChoices: (text) => {
      folded.element.hidden = text === '';
      replace(folded.summary, text);
    },
    warn: (sentences) => {
      notice.hidden = sentences.length === 0;
      replace(notice, sentences.join(' '));
    },
    showTab: (view) => {
      for (const [nth, tab] of tabs.entries()) {
        const { id, title } = views[nth]!;
        tab.setAttribute('href', state.link({ view: id }));
        if (view.id === id) tab.setAttribute('aria-current', 'page');
        else tab.removeAttribute('aria-current');
        if (view.id === id) document.title = `${title} · Pareto: image codecs compared`;
      }
    },
    showFoot: ({ records, program, schema }) => {
      const count = (value: number): string => value.toLocaleString('en');
      replace(
        foot,
        `${count(records.rd)} records of rate and distortion, ${count(records.timing)} of time`,
        records.estimate > 0 ? `, ${count(records.estimate)} of estimates. ` : '. ',
        `Made by paretobench ${program}; leaderboard.json of schema ${schema} holds the same figures.`,
      );
    },
    announce: (text) => {
      live.textContent = printable(text);
    },
  };
}
