import { h } from './dom.js';

const storageKey = 'pareto-theme';
const themes = ['auto', 'light', 'dark'] as const;
type Theme = (typeof themes)[number];

const listeners = new Set<() => void>();
const dark = matchMedia('(prefers-color-scheme: dark)');
const paper = matchMedia('print');

/** Whether the page is dark now; never on paper. */
export function isDark(): boolean {
  if (paper.matches) return false;
  const chosen = document.documentElement.dataset['theme'];
  return chosen === undefined ? dark.matches : chosen === 'dark';
}

/** Told when the page turns light or dark, until the function that it answers is called. */
export function onTheme(listener: () => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

/** A button that goes from the system's choice to light to dark. Remembered where that is allowed. */
export function themeButton(): HTMLElement {
  let theme = stored();
  const button = h('button', { type: 'button', class: 'quiet' });
  const show = (): void => {
    if (theme === 'auto') delete document.documentElement.dataset['theme'];
    else document.documentElement.dataset['theme'] = theme;
    button.textContent = { auto: 'Auto', light: 'Light', dark: 'Dark' }[theme];
    button.setAttribute('aria-label', `Theme: ${theme}. Change it`);
    for (const listener of listeners) listener();
  };
  button.addEventListener('click', () => {
    theme = themes[(themes.indexOf(theme) + 1) % themes.length]!;
    store(theme);
    show();
  });
  dark.addEventListener('change', show);
  paper.addEventListener('change', show);
  show();
  return button;
}

// A page from the file system may be denied storage, which throws.
function stored(): Theme {
  try {
    return themes.find((theme) => theme === localStorage.getItem(storageKey)) ?? 'auto';
  } catch {
    return 'auto';
  }
}

function store(theme: Theme): void {
  try {
    localStorage.setItem(storageKey, theme);
  } catch {
    // Then it holds for as long as the page is open.
  }
}
