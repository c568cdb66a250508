import type { FastifyReply, FastifyRequest } from 'fastify';
import { overloaded, problem } from './problem.js';

/** What is tied to each request: a signal that says when nobody waits any more, and what is given back. */
export interface Endings {
  /** To be called when a request comes in. */
  begin(request: FastifyRequest, reply: FastifyReply): void;
  signalOf(request: FastifyRequest): AbortSignal;
  atEnd(request: FastifyRequest, giveBack: () => void): void;
  keepPlace(request: FastifyRequest, leave: () => void): void;
  leavePlace(request: FastifyRequest): void;
  /** Ends the work for all requests that are still there. */
  abortAll(): void;
  readonly open: number;
}

interface Ending {
  readonly controller: AbortController;
  readonly giveBack: (() => void)[];
  /** Gives back the place in the line that is kept for it. */
  leave?: () => void;
}

export function createEndings(): Endings {
  const endings = new Map<FastifyRequest, Ending>();
  const of = (request: FastifyRequest): Ending => endings.get(request) ?? gone();
  const atEnd: Endings['atEnd'] = (request, giveBack) => {
    const ending = endings.get(request);
    if (ending === undefined) giveBack();
    else ending.giveBack.push(giveBack);
  };
  return {
    begin(request, reply) {
      const ending: Ending = { controller: new AbortController(), giveBack: [] };
      endings.set(request, ending);
      reply.raw.once('close', () => {
        if (!reply.raw.writableFinished) ending.controller.abort(clientGone());
        for (const giveBack of ending.giveBack) giveBack();
        endings.delete(request);
      });
    },
    signalOf: (request) => of(request).controller.signal,
    atEnd,
    keepPlace(request, leave) {
      of(request).leave = leave;
      atEnd(request, leave);
    },
    leavePlace: (request) => of(request).leave?.(),
    abortAll() {
      for (const { controller } of endings.values()) {
        controller.abort(overloaded('the service ends'));
      }
    },
    get open() {
      return endings.size;
    },
  };
}

/** Of a request whose client went before it was asked about. */
function gone(): Ending {
  const controller = new AbortController();
  controller.abort(clientGone());
  return { controller, giveBack: [] };
}

function clientGone(): Error {
  return problem('request_timeout', 'the client went away');
}
