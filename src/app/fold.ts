import { h } from './dom.js';

/** Controls behind a word that opens them. */
export function fold(
  text: string,
  content: HTMLElement,
  { open = false }: { readonly open?: boolean } = {},
): { readonly element: HTMLDetailsElement; readonly summary: HTMLElement } {
  const summary = h('summary', {}, text);
  return { element: h('details', { class: 'fold', open }, summary, content), summary };
}

/** The same, always open where the window is wide. */
export function foldWhereNarrow(content: HTMLElement): ReturnType<typeof fold> {
  const made = fold('', content);
  const wide = matchMedia('(min-width: 641px)');
  const follow = (): void => {
    made.element.open = wide.matches;
  };
  made.element.classList.add('narrow');
  wide.addEventListener('change', follow);
  follow();
  return made;
}
