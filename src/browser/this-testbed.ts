import { hostVersion } from '#platform/base/host.js';
import type { Engine } from '../base/engine.js';
import type { Testbed } from '../results/testbed.js';
import type { Clockwork } from './messages.js';

/** What pages of some engines are told besides. */
interface Told {
  readonly deviceMemory?: number;
  readonly gpu?: unknown;
}

/** This browser on this device, as far as a page is told. */
export function describeTestbed(
  id: string,
  engines: readonly Engine[],
  { resolutionSeconds, isIsolated }: Clockwork,
): Testbed {
  const { deviceMemory, gpu } = navigator as Told;
  const system = systemOf(navigator.userAgent);
  return {
    schema: 1,
    id,
    hardware: {
      cpu: `unknown, ${hostVersion()} on ${system}`,
      arch: 'unknown',
      cores: Math.max(1, navigator.hardwareConcurrency),
      memoryBytes: deviceMemory === undefined ? null : deviceMemory * 2 ** 30,
    },
    features: [
      isIsolated ? 'cross-origin isolated' : 'not isolated',
      `clock of ${Number((1e6 * resolutionSeconds).toPrecision(2))} us`,
      ...(gpu === undefined ? [] : ['webgpu']),
    ],
    governor: null,
    os: system,
    node: hostVersion(),
    libraries: Object.fromEntries(
      engines.map(({ name, version }) => [plain(name), plain(version)]),
    ),
    noise: null,
    calibration: null,
    at: new Date().toISOString(),
  };
}

/** The system that a user agent names: what stands first in its brackets. */
function systemOf(userAgent: string): string {
  const told = /\(([^)]*)\)/.exec(userAgent)?.[1] ?? 'unknown system';
  // Firefox names its own version there too.
  return plain(told.replaceAll(';', ',').replace(/, rv:[\d.]+/, ''));
}

function plain(text: string): string {
  return text.replaceAll(/[^\p{L}\p{N} .,:;+_()/=@-]/gu, ' ').slice(0, 120);
}

/** A name for this browser on this device: `chromium-156-linux-x86-64-8c`. */
export function usualName(): string {
  const host = hostVersion().replace(/(\d+)[\d.]*$/, '$1');
  const system = systemOf(navigator.userAgent)
    .replace(/^X11, /, '')
    .split(',')[0]!;
  return `${host} ${system} ${navigator.hardwareConcurrency}c`
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, 60);
}
