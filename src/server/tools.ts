import { hasGifsicle } from '../optimize/gifsicle.js';
import { isInstalled } from '../runtimes/optional-packages.js';
import { missingSvgo } from '../runtimes/svgo.js';

/** What the service works with, by name: whether it is here now. */
export type Tools = Readonly<Record<string, boolean>>;

/** Looks for every tool. What was never here only makes some answers larger. */
export function findTools(): Tools {
  return {
    sharp: isInstalled('sharp'),
    svgo: missingSvgo() === null,
    gifsicle: hasGifsicle(),
  };
}

/** The tools that were here and are gone. */
export function goneTools(before: Tools, current: Tools): string[] {
  return Object.keys(before).filter((name) => before[name] && !current[name]);
}
