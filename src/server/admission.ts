import type { FastifyInstance, FastifyRequest } from 'fastify';
import { createAuthoriser } from './authorise.js';
import type { Context } from './context.js';
import { holdBytes } from './fetch/fetch-picture.js';
import { overloaded, problem } from './problem.js';
import { fileTooLarge, mostBodyBytes } from './upload.js';
import type { Gate } from './work/gate.js';

/** Seconds that a place in line is kept for a request whose picture is on its way. */
const placeSeconds = 2;

/** What is looked at before anything of a body is read, in this order. */
export type Admit = (request: FastifyRequest, gate: Gate) => Promise<void>;

/**
 * Decides who is let in: who shows the key or has not asked too often, and only while there is room.
 * @param app with the plug-in for rates
 */
export function createAdmission(app: FastifyInstance, context: Context): Admit {
  const { settings } = context;
  const key = settings['api-key'];
  const isAuthorised = createAuthoriser(key);
  const checkRates = key === '' ? rateChecks(app, context) : [];
  const mostBytes = mostBodyBytes(settings);
  return async (request, gate) => {
    if (context.isDraining()) throw overloaded('the service is about to end');
    if (!isAuthorised(request.headers)) {
      throw problem('unauthorized', 'a key is needed: X-API-Key, or Authorization: Bearer');
    }
    for (const check of checkRates) await check(request);
    context.keepPlace(request, gate.reserve(placeSeconds));
    const length = Number(request.headers['content-length'] ?? mostBytes);
    if (length > mostBytes) throw fileTooLarge(settings['max-file']);
    holdBytes(request, context, length);
  };
}

function rateChecks(
  app: FastifyInstance,
  { settings }: Context,
): ((request: FastifyRequest) => Promise<void>)[] {
  const rates = [
    { max: settings['rate-burst'], timeWindow: 10_000 },
    { max: settings['rate-minute'], timeWindow: 60_000 },
  ];
  return rates
    .filter(({ max }) => max > 0)
    .map(({ max, timeWindow }) => {
      const check = app.createRateLimit({ max, timeWindow });
      return async (request) => {
        const limit = await check(request);
        if (limit.isAllowed || !limit.isExceeded) return;
        const seconds = timeWindow / 1000;
        throw problem('rate_limit_exceeded', `more than ${max} requests in ${seconds} s`, {
          ...{ retry_after: Math.max(1, limit.ttlInSeconds), limit: max },
        });
      };
    });
}
