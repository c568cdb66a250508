import './plotly.css';
import { h, replace } from './dom.js';
import { downloadText, downloadUrl, toCsv } from './download.js';
import { type Layout, loadPlotly, type PlotEvents, type Plotly, type Trace } from './plotly.js';
import { isDark, onTheme } from './theme.js';

/** What is drawn. Colours that differ in the dark are chosen by `dark`. */
export interface Figure {
  readonly traces: readonly Trace[];
  readonly layout: Layout;
  /** What the chart shows, as a table: the header, then rows. Null is an empty cell. */
  readonly table: readonly (readonly (string | number | null)[])[];
  /** For those who do not see it, and as the picture's title. */
  readonly description: string;
}

/** @param forFile whether it is for a picture of its own, which gets a legend */
type MakeFigure = (dark: boolean, forFile: boolean) => Figure;

/** What the page shows in place of plotly's drawing, which takes long where there are many texts. */
type Show = (dark: boolean) => { readonly element: HTMLElement; readonly description: string };

export interface Chart {
  readonly element: HTMLElement;
  /** Draws the figure; called again with the same functions when the theme changes. */
  draw(figure: MakeFigure, show?: Show): Promise<void>;
  destroy(): void;
}

/**
 * A chart of plotly with buttons that save it as SVG and PNG, and its data as CSV. Only the latest
 * figure is drawn. Take it away with `destroy`.
 * @param fileName of downloads, without its extension
 * @param open gets the `customdata` of a point that is clicked or touched
 */
export function createChart(fileName: () => string, open?: (point: unknown) => void): Chart {
  const plot = h('div', { class: 'plot', role: 'img' });
  const status = h('p', { class: 'plot-status' }, 'Loading the charts…');
  let makeFigure: MakeFigure | null = null;
  let ownShow: Show | undefined;
  let plotly: Plotly | null = null;
  let destroyed = false;
  let listens = false;

  const paint = async (): Promise<void> => {
    if (makeFigure === null) return;
    if (ownShow !== undefined) {
      const { element, description } = ownShow(isDark());
      plot.setAttribute('aria-label', description);
      status.remove();
      replace(plot, element);
      return;
    }
    plotly ??= await loadPlotly();
    if (destroyed) return;
    const dark = isDark();
    const { traces, layout, description } = makeFigure(dark, false);
    plot.setAttribute('aria-label', description);
    status.remove();
    await plotly.react(plot, traces, themed(layout, dark), config);
    if (listens || open === undefined) return;
    listens = true;
    (plot as unknown as PlotEvents).on('plotly_click', ({ points }) => {
      const data = points[0]?.customdata;
      if (data !== undefined && data !== null) open(data);
    });
  };
  const save = async (format: 'svg' | 'png'): Promise<void> => {
    if (makeFigure === null) return;
    const { traces, layout } = makeFigure(isDark(), true);
    const { width, height } = plot.getBoundingClientRect();
    const data = traces.map((trace) => ({ ...trace }));
    // The list of curves beside the chart is no part of it, so the picture gets a legend.
    const figure = { data, layout: { ...themed(layout, isDark()), showlegend: true } };
    const size = { width: Math.max(900, Math.round(width) + 160), height: Math.round(height) };
    const library = await loadPlotly();
    const url = await library.toImage(figure, { format, ...size, scale: format === 'png' ? 2 : 1 });
    downloadUrl(url, `${fileName()}.${format}`);
  };
  const button = (text: string, title: string, run: () => void): HTMLElement =>
    h('button', { type: 'button', class: 'quiet', title, onclick: run }, text);
  const tools = h(
    'div',
    { class: 'plot-tools', role: 'group', 'aria-label': 'Save the chart' },
    button('SVG', 'Save the chart as SVG', () => void save('svg')),
    button('PNG', 'Save the chart as PNG', () => void save('png')),
    button('CSV', 'Save the data of the chart as CSV', () => {
      if (makeFigure !== null)
        downloadText(toCsv(makeFigure(isDark(), true).table), `${fileName()}.csv`);
    }),
  );
  const tell = (error: unknown): void => {
    replace(status, error instanceof Error ? error.message : String(error));
    plot.before(status);
  };
  const repaint = (): void => void paint().catch(tell);
  const forget = onTheme(repaint);
  return {
    element: h('figure', { class: 'chart' }, tools, status, plot),
    draw: (figure, show) => {
      makeFigure = figure;
      ownShow = show;
      return paint().catch(tell);
    },
    destroy: () => {
      destroyed = true;
      forget();
      plotly?.purge(plot);
    },
  };
}

const config = { displayModeBar: false, responsive: true, doubleClick: 'reset' };

const font = { family: 'system-ui, sans-serif', size: 13 };

/** Fills in what all charts have in common: transparent paper, quiet lines, the page's type. */
function themed(layout: Layout, dark: boolean): Layout {
  const { text, ink, line, paper } = dark
    ? { text: '#e9edf1', ink: '#98a3af', line: '#2a3138', paper: '#101418' }
    : { text: '#16191d', ink: '#5a636e', line: '#e3e6ea', paper: '#ffffff' };
  const axis = { gridcolor: line, linecolor: line, zeroline: false, automargin: true };
  const axes = ['xaxis', 'yaxis', 'xaxis2', 'yaxis2'].filter((name) => name in layout);
  return {
    autosize: true,
    // A finger that drags is to scroll the page.
    dragmode: matchMedia('(pointer: coarse)').matches ? false : 'zoom',
    showlegend: false,
    paper_bgcolor: paper,
    plot_bgcolor: paper,
    margin: { l: 56, r: 16, t: 16, b: 48 },
    // Without a colour of its own, plotly writes in that of the border.
    hoverlabel: { align: 'left', bgcolor: paper, bordercolor: ink, font: { ...font, color: text } },
    font: { ...font, color: ink },
    ...layout,
    ...Object.fromEntries(
      axes.map((name) => [
        name,
        { ...axis, ...(layout[name] as Readonly<Record<string, unknown>>) },
      ]),
    ),
  };
}
