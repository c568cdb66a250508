import { loadScript } from './data.js';

/** What the page uses of plotly: figures are plain values, as its reference describes them. */
export interface Plotly {
  react(host: HTMLElement, traces: readonly Trace[], layout: Layout, config: object): Promise<void>;
  purge(host: HTMLElement): void;
  toImage(
    figure: { data: readonly Trace[]; layout: Layout; config?: object },
    options: { format: 'svg' | 'png'; width: number; height: number; scale?: number },
  ): Promise<string>;
}

/** What a host has when something is drawn in it. */
export interface PlotEvents {
  on(
    event: 'plotly_click',
    listener: (event: { readonly points: readonly { readonly customdata?: unknown }[] }) => void,
  ): void;
}

export type Trace = Readonly<Record<string, unknown>>;
export type Layout = Readonly<Record<string, unknown>>;

let loading: Promise<Plotly> | undefined;

/** Loads plotly when the first chart asks for it: it is larger than all else. */
export function loadPlotly(): Promise<Plotly> {
  loading ??= loadScript('plotly.min.js').then(() => {
    const { Plotly } = window as unknown as { Plotly?: Plotly };
    if (Plotly === undefined) throw new Error('plotly.min.js holds no plotly');
    return Plotly;
  });
  return loading;
}
