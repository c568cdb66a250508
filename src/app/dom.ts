import { printable } from '../base/foreign-text.js';

type Child = Node | string | number | null | undefined | false;
type Value = string | number | boolean | null | undefined;
type Listener = (event: Event) => void;

/** Attributes by name; a function is a listener of the event, `onclick`. False and null are left out. */
export type Attributes = Readonly<Record<string, Value | Listener>>;

/**
 * Makes an element. Strings become printable text and never markup: nothing in the page is ever parsed. A
 * `style` attribute is refused by the page's policy; use a class, or the element's `style` object.
 */
export function h<K extends keyof HTMLElementTagNameMap>(
  name: K,
  attributes: Attributes = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] {
  return fill(document.createElement(name), attributes, children);
}

/** Makes an element of SVG, as `h`. */
export function svg<K extends keyof SVGElementTagNameMap>(
  name: K,
  attributes: Attributes = {},
  ...children: readonly Child[]
): SVGElementTagNameMap[K] {
  return fill(document.createElementNS('http://www.w3.org/2000/svg', name), attributes, children);
}

function fill<T extends Element>(
  element: T,
  attributes: Attributes,
  children: readonly Child[],
): T {
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') element.addEventListener(name.replace(/^on/, ''), value);
    else if (value === true) element.setAttribute(name, '');
    else if (value !== false && value !== null && value !== undefined) {
      element.setAttribute(name, isText(name) ? printable(String(value)) : String(value));
    }
  }
  element.append(...present(children));
  return element;
}

/** Whether people read an attribute. */
function isText(attribute: string): boolean {
  return ['title', 'alt', 'data-reason'].includes(attribute) || attribute.startsWith('aria-');
}

/** Replaces all that is in an element. */
export function replace(element: Element, ...children: readonly Child[]): void {
  element.replaceChildren(...present(children));
}

function present(children: readonly Child[]): (Node | string)[] {
  return children.flatMap((child) => {
    if (child === null || child === undefined || child === false) return [];
    return [child instanceof Node ? child : printable(String(child))];
  });
}

/** A curve's name or settings, which a narrow screen breaks between settings, not within a word. */
export function breakable(name: string): (string | HTMLElement)[] {
  return name.split(/(?<=,|\w:)/).flatMap((part, i) => (i === 0 ? [part] : [h('wbr'), part]));
}

/**
 * A mark that has a reason: a star, a dash, a tag. The reason opens where it is pointed at, touched or
 * reached by the keyboard, see `reasons.ts`.
 */
export function reasoned(
  name: string,
  text: string,
  { reason, label = reason }: { readonly reason: string; readonly label?: string },
): HTMLElement {
  const told = { 'data-reason': reason, 'aria-label': label };
  return h('button', { type: 'button', class: `reason ${name}`, ...told }, text);
}

/** Lines to copy, such as a command: the keyboard reaches them, since a narrow screen scrolls them. */
export function lines(...text: readonly Child[]): HTMLElement {
  return h('pre', { tabindex: '0' }, ...text);
}

/** A dash for a figure that is not there. */
export function dash(reason: string): HTMLElement {
  return reasoned('none', '–', { reason, label: `none: ${reason}` });
}

/** A star on a figure that there is something to mind about. */
export function star(reason: string): HTMLElement {
  return reasoned('warn', '*', { reason });
}

/** The tag of a build for WebAssembly. */
export function wasmTag(): HTMLElement {
  const reason = 'A build for WebAssembly, which takes longer than native code';
  return reasoned('badge', 'WASM', { reason, label: `WASM: ${reason}` });
}
