import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { createAdmission } from './admission.js';
import { addErrors } from './answer-errors.js';
import type { Context } from './context.js';
import type { Endings } from './endings.js';
import { addDocs, schemaOf } from './openapi.js';
import { addPage } from './page.js';
import { addPlugins } from './plugins.js';
import { answerEstimate } from './routes/estimate.js';
import { answerHealth, answerMetrics } from './routes/health.js';
import { answerOptimize } from './routes/optimize.js';
import type { Gate } from './work/gate.js';

/** Adds every route, with what comes before and after it. */
export async function addRoutes(
  app: FastifyInstance,
  context: Context,
  endings: Endings,
): Promise<void> {
  const { settings, counters, work } = context;
  // Requests are checked where they are read; the schemas of routes describe them.
  app.setValidatorCompiler(() => () => true);
  app.setSerializerCompiler(() => (data) => JSON.stringify(data));
  app.removeContentTypeParser('text/plain');
  app.addHook('onRequest', async (request, reply) => {
    reply.header('x-request-id', request.id);
    endings.begin(request, reply);
  });
  app.addHook('onResponse', async (request, reply) => {
    const seconds = reply.elapsedTime / 1000;
    const route = request.routeOptions.url ?? 'none';
    counters.add('pareto_requests_total', { route, status: `${reply.statusCode}` });
    counters.observe(route, seconds);
    request.log.info({
      ...{ method: request.method, path: pathOf(request), status: reply.statusCode },
      ...{ milliseconds: Math.round(reply.elapsedTime), remote: request.ip },
    });
  });
  addErrors(app, context);
  await addPlugins(app, settings);
  if (settings.docs) await addDocs(app);
  addPage(app, settings);
  app.get('/health', { schema: schemaOf('health', settings) }, () => answerHealth(context));
  app.get('/metrics', { schema: schemaOf('metrics', settings) }, (_, reply) =>
    reply.type('text/plain; version=0.0.4; charset=utf-8').send(answerMetrics(context)),
  );
  // Who asks before sending a body is told to send it once admitted, and else sends nothing.
  app.server.on('checkContinue', (request, response) => {
    app.server.emit('request', request, response);
  });
  const admit = createAdmission(app, context);
  const workRoute = (
    name: 'optimize' | 'estimate',
    gate: Gate,
    handler: (request: FastifyRequest, reply: FastifyReply) => Promise<unknown>,
  ): void => {
    app.post(
      `/${name}`,
      {
        schema: schemaOf(name, settings),
        async onRequest(request, reply) {
          await admit(request, gate);
          if (request.headers.expect !== undefined) reply.raw.writeContinue();
        },
      },
      handler,
    );
  };
  workRoute('optimize', work.gates.optimize, (request, reply) =>
    answerOptimize(request, reply, context),
  );
  workRoute('estimate', work.gates.estimate, (request) => answerEstimate(request, context));
}

/** The path without the query, which may hold secrets. */
function pathOf(request: FastifyRequest): string {
  return request.url.split('?')[0]!.slice(0, 200);
}
