import type { FastifyRequest } from 'fastify';
import type { Counters } from './counters.js';
import type { Fetcher } from './fetch/fetcher.js';
import type { Settings } from './settings.js';
import type { Storage } from './storage/providers.js';
import type { Tools } from './tools.js';
import type { Work } from './work/work.js';

/** What all routes stand on. */
export interface Context {
  readonly settings: Settings;
  readonly work: Work;
  readonly fetcher: Fetcher;
  readonly storage: Storage;
  readonly counters: Counters;
  /** What was here when the service started. */
  readonly tools: Tools;
  readonly isDraining: () => boolean;
  /** Aborts when the client of a request has gone, or the service ends before its work is done. */
  readonly signalOf: (request: FastifyRequest) => AbortSignal;
  /** Keeps the place of a request in the line of a gate until it is left. */
  readonly keepPlace: (request: FastifyRequest, leave: () => void) => void;
  /** Gives the place back; to be called as the work begins, or waits for its slot. */
  readonly leavePlace: (request: FastifyRequest) => void;
  /** Gives something back when the answer to a request is over, however it ends. */
  readonly atEnd: (request: FastifyRequest, giveBack: () => void) => void;
}
