import type { Remake } from '../page/model/method-commands.js';
import { h, lines } from './dom.js';
import type { Page } from './view.js';

/** A command with a button that copies it. */
export function commandItem({ name, command }: Remake, page: Page): HTMLElement {
  const code = h('code', {}, command);
  const button = h(
    'button',
    {
      ...{ type: 'button', class: 'quiet', 'aria-label': `Copy the command of ${name}` },
      onclick: () => {
        copy(command, code)
          .then((told) => {
            button.textContent = told ? 'Copied' : 'Selected';
            page.announce(told ? 'Copied' : 'Selected: copy it by the keyboard');
            setTimeout(() => {
              button.textContent = 'Copy';
            }, 2000);
          })
          .catch((error: unknown) => page.announce(String(error)));
      },
    },
    'Copy',
  );
  return h('li', {}, h('span', { class: 'name' }, name), lines(code), button);
}

/** Copies text; where the browser does not let a page do so, selects it and answers false. */
async function copy(text: string, shown: HTMLElement): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    getSelection()?.selectAllChildren(shown);
    return false;
  }
}
