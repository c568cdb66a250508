import type { PageDataset, PageIndex } from '../page/model/contract.js';
import type { classesOf } from '../page/model/cut-data.js';
import type { Palette } from '../page/model/palette.js';
import type { State } from './state.js';

/** A choice in the bar above all views. */
export type SharedControl = 'data' | 'class' | 'metric' | 'anchor' | 'testbed';

/** What a view gets to see. */
export interface Page {
  readonly index: PageIndex;
  /** The data set that is chosen, and its key in the address. */
  readonly data: PageDataset;
  /** The classes of its images that it may be cut by; none where all are of one. */
  readonly classes: ReturnType<typeof classesOf>;
  readonly dataKey: string;
  readonly state: State;
  /** The metric chosen, or a default that the data set has; null where it has none. */
  metric(): string | null;
  /** Place in `data.group.curves` of the anchor; null where there is no curve. */
  anchor(): number | null;
  /** Place in `data.timings` of the group of times chosen; null where none were taken. */
  timing(): number | null;
  readonly palette: Palette;
  /** Loads a further file of data/. */
  load<T>(file: string): Promise<T>;
  /** Says something to those who hear the page. */
  announce(text: string): void;
}

/** A view that stands in the page. */
export interface MountedView {
  /** Called after mounting and whenever the state has changed. Keeps the focus where it is. */
  update(): void;
  /** Called before the view is taken away, with its elements. */
  unmount?(): void;
}

/**
 * One of the page's views. To add one: a file that exports such a value, and a line in `views.ts`.
 * It is mounted when it is chosen, and again when another data set is.
 */
export interface View {
  /** In the address: `#view=curves`. */
  readonly id: string;
  readonly title: string;
  /** The shared controls that mean something to it. */
  readonly controls: readonly SharedControl[];
  /** Whether it opens with a chart of plotly's, which is then loaded beside the data. */
  readonly draws?: boolean;
  /** Makes its elements in `host`, which is empty, and listens to its own controls. */
  mount(host: HTMLElement, page: Page): MountedView;
}
