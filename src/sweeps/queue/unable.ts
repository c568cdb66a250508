import { now } from '../../base/clock.js';
import type { RdTask } from '../rd/task.js';

/** What the workers of a queue refuse to run, by settings of codecs. */
export interface Refusals {
  /** A worker refused a task of an arm, and why. */
  add(arm: string, worker: string, why: string): void;
  /** A worker ran a task of an arm. */
  clear(arm: string): void;
  /**
   * Whether nobody runs an arm: all who are there have refused it, for as long as others are waited for.
   * @returns why, or null
   */
  unable(arm: string, workers: readonly string[]): string | null;
}

/** @param patienceSeconds how long an arm that all refuse is offered still: others may come */
export function openRefusals(patienceSeconds: number): Refusals {
  const arms = new Map<string, { readonly since: number; readonly by: Map<string, string> }>();
  return {
    add(arm, worker, why) {
      const known = arms.get(arm) ?? { since: now(), by: new Map<string, string>() };
      known.by.set(worker, why);
      arms.set(arm, known);
    },
    clear: (arm) => arms.delete(arm),
    unable(arm, workers) {
      const known = arms.get(arm);
      if (known === undefined || now() - known.since < patienceSeconds) return null;
      if (workers.some((worker) => !known.by.has(worker))) return null;
      return [...new Set(known.by.values())].join('; ');
    },
  };
}

/** What a worker can run or cannot: a codec with its settings. */
export function armOf({ codec, settings }: RdTask): string {
  const name = typeof codec === 'string' ? codec : 'recipe' in codec ? codec.recipe : codec.plugin;
  const told = Object.entries(settings).map(([setting, value]) => `${setting}=${value}`);
  return told.length > 0 ? `${name}:${told.join(',')}` : name;
}
