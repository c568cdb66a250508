import { readFileSync, readlinkSync } from 'node:fs';
import os from 'node:os';
import { fnv1a } from './fnv1a.js';
import { processStat } from './process-stat.js';

/** Who made something that lies about: a process, and the machine that its number belongs to. */
export interface Owner {
  /** Of machine, boot and container: numbers of processes mean something within one of them alone. */
  readonly machine: string;
  readonly pid: number;
  /** Moment of its start, since numbers are used again; `0` where the system does not tell. */
  readonly start: string;
}

/** Whether a process is there; `unknown` of one of another machine, or of this one before a restart. */
export type Liveness = 'alive' | 'dead' | 'unknown';

/** How owners look in names of files. */
export const ownerPattern = '([0-9a-f]{8})-([0-9]+)-([0-9]+)';

let self: Owner | null = null;

/** This process. It is asked of the system once. */
export function thisProcess(): Owner {
  self ??= { machine: thisMachine(), pid: process.pid, start: startOf(process.pid) ?? '0' };
  return self;
}

/** An owner in one word, which `parseOwner` reads. */
export function formatOwner({ machine, pid, start }: Owner): string {
  return `${machine}-${pid}-${start}`;
}

/** The owner that a text begins with, or null. */
export function parseOwner(text: string): Owner | null {
  const [, machine, pid, start] = new RegExp(`^${ownerPattern}`).exec(text) ?? [];
  return machine && pid && start ? { machine, pid: Number(pid), start } : null;
}

/** Whether the process that made something is there. */
export function livenessOf({ machine, pid, start }: Owner): Liveness {
  if (machine !== thisMachine()) return 'unknown';
  if (!exists(pid)) return 'dead';
  const now = startOf(pid);
  return now === null || start === '0' || now === start ? 'alive' : 'dead';
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
  return stateOf(pid) !== 'Z';
}

/** Ticks from the machine's start to the process's, or null where there is no /proc. */
function startOf(pid: number): string | null {
  return processStat(pid)?.[19] ?? null;
}

/** `Z` of one that has ended and that its parent has not looked after. */
function stateOf(pid: number): string | null {
  return processStat(pid)?.[0] ?? null;
}

function thisMachine(): string {
  const facts = [
    os.hostname(),
    orNothing(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8')),
    orNothing(() => readlinkSync('/proc/self/ns/pid')),
  ];
  // node:crypto takes 3 ms to load, in every thread of its own.
  return fnv1a(facts.join('\n')).toString(16).padStart(8, '0');
}

function orNothing(read: () => string): string {
  try {
    return read();
  } catch {
    return '';
  }
}
