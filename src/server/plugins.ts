import type { FastifyInstance } from 'fastify';
import { overloaded } from './problem.js';
import type { Settings } from './settings.js';

/** Registers what others made: headers for browsers, multipart, rates, a guard of the event loop. */
export async function addPlugins(app: FastifyInstance, settings: Settings): Promise<void> {
  const [helmet, multipart, rateLimit, underPressure] = await Promise.all([
    import('@fastify/helmet'),
    import('@fastify/multipart'),
    import('@fastify/rate-limit'),
    import('@fastify/under-pressure'),
  ]);
  await app.register(helmet.default, {
    // Answers are no pages: nothing in them loads or runs anything. Pages have a policy of their own.
    contentSecurityPolicy: {
      useDefaults: false,
      directives: { 'default-src': ["'none'"], 'frame-ancestors': ["'none'"], sandbox: [] },
    },
    crossOriginResourcePolicy: { policy: 'same-origin' },
    referrerPolicy: { policy: 'no-referrer' },
    // A proxy that ends TLS says it, if anybody does.
    hsts: false,
  });
  await app.register(multipart.default, { throwFileSizeLimit: false });
  await app.register(rateLimit.default, { global: false, cache: 50_000, ipv6Subnet: 64 });
  await app.register(underPressure.default, {
    maxEventLoopDelay: 1000 * settings['loop-seconds'],
    async pressureHandler(request, _reply, _type, late) {
      // Infinite is a moment without a sample, as on a busy machine: that says nothing.
      if (late === Number.POSITIVE_INFINITY) return;
      // How it is must be told also then.
      if (request.method === 'POST') throw overloaded('the service is behind with its work');
    },
  });
}
