import { messageOf, WorkError } from '../base/errors.js';
import { howToInstall, isInstalled } from './optional-packages.js';

/** A node of a document: an element, or text, a comment, an instruction, a document type. */
export interface SvgNode {
  readonly type: string;
  /** Of an element with its prefix. */
  readonly name?: string;
  readonly attributes?: Record<string, string>;
  children?: SvgNode[];
  value?: string;
}

/** How a document is made smaller. */
export interface SvgoOptions {
  /** Digits behind the point of coordinates; null leaves everything but the spaces as it is. */
  readonly precision: number | null;
  /** Changes the document before all else. */
  readonly before: (root: SvgNode) => void;
}

/** SVGO: makes one document smaller. */
export interface Svgo {
  readonly version: string;
  /** @throws WorkError in one line for what is no XML, or whose entities or elements go too deep */
  optimise(svg: string, options: SvgoOptions): string;
}

/** What SVGO takes for unknown are links, too: they lose their address. */
const overrides = { removeUnknownsAndDefaults: { unknownAttrs: false } };

/** Why SVGO cannot be used here, or null where it can. */
export function missingSvgo(): string | null {
  return isInstalled('svgo') ? null : howToInstall('svgo');
}

/** @throws WorkError of code `library-missing` where the package is not installed */
export async function openSvgo(): Promise<Svgo> {
  const missing = missingSvgo();
  if (missing !== null) {
    throw new WorkError(`SVG is made smaller by SVGO, and ${missing}`, { code: 'library-missing' });
  }
  const { optimize, VERSION } = await import('svgo');
  return {
    version: VERSION,
    optimise(svg, { precision, before }) {
      const first = { name: 'before', fn: (root: unknown): void => before(root as SvgNode) };
      try {
        const rest =
          precision === null
            ? []
            : [
                {
                  name: 'preset-default' as const,
                  params: { floatPrecision: precision, overrides },
                },
              ];
        return optimize(svg, { multipass: precision !== null, plugins: [first, ...rest] }).data;
      } catch (error) {
        throw new WorkError(`SVG cannot be read: ${messageOf(error)}`, { code: 'broken-image' });
      }
    },
  };
}
