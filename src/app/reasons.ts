import { h } from './dom.js';

/** Opens the reasons of marks, see `reasoned`, in a note of its own that is above everything. */
export function createReasons(): HTMLElement {
  const note = h('div', { class: 'reason-note', popover: 'manual', 'aria-hidden': 'true' });
  let shown: Element | null = null;
  const close = (): void => {
    if (shown === null) return;
    shown = null;
    note.hidePopover();
  };
  const open = (event: Event): void => {
    const mark = event.target instanceof Element ? event.target.closest('[data-reason]') : null;
    if (mark === shown) return;
    close();
    if (mark === null) return;
    shown = mark;
    note.textContent = mark.getAttribute('data-reason');
    note.showPopover();
    place(note, mark.getBoundingClientRect());
  };
  for (const event of ['mouseover', 'focusin', 'click']) document.addEventListener(event, open);
  document.addEventListener('focusout', close);
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') close();
  });
  addEventListener('scroll', close, { passive: true, capture: true });
  return note;
}

/** Below the mark, or above where there is no room, and within the window. */
function place({ style, offsetWidth, offsetHeight }: HTMLElement, mark: DOMRect): void {
  const left = Math.min(mark.left, document.documentElement.clientWidth - offsetWidth - 8);
  const below = mark.bottom + 6;
  const isRoom = below + offsetHeight < innerHeight;
  style.left = `${Math.max(8, left)}px`;
  style.top = `${isRoom ? below : Math.max(8, mark.top - offsetHeight - 6)}px`;
}
