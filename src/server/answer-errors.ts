import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Context } from './context.js';
import { type Problem, type ProblemName, problem, problemOf, problemStatus } from './problem.js';
import { fileTooLarge, mostBodyBytes } from './upload.js';

/** Answers every error, unknown paths and wrong methods in one shape. */
export function addErrors(app: FastifyInstance, context: Context): void {
  app.setErrorHandler((error: FastifyError, request, reply) => {
    // What is wrong with a body says nothing where no body is taken.
    const found = request.is404 ? missing(app, request, reply) : error;
    answer(readError(found, request, context), found, request, reply, context);
  });
  app.setNotFoundHandler((request, reply) => {
    const told = missing(app, request, reply);
    if (request.method === 'OPTIONS' && reply.hasHeader('allow')) return reply.code(204).send();
    throw told;
  });
}

/** Says that there is nothing at a path, or what it takes instead. */
function missing(app: FastifyInstance, request: FastifyRequest, reply: FastifyReply): Error {
  const methods = methodsAt(app, request);
  if (methods.length === 0) {
    return problem('not_found', 'there is nothing at this path; GET / lists what there is');
  }
  reply.header('allow', [...methods, 'OPTIONS'].join(', '));
  return problem('method_not_allowed', `this path takes ${methods.join(', ')}`);
}

function answer(
  { name, message, details }: Problem,
  error: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
  { counters, settings }: Context,
): void {
  const status = problemStatus[name];
  counters.add('pareto_errors_total', { error: name });
  if (status === 500) request.log.error({ err: error, error: name });
  const retry = details['retry_after'];
  if (typeof retry === 'number') reply.header('retry-after', retry);
  if (!request.raw.complete && !mayStillCome(request, settings)) {
    reply.header('connection', 'close');
  }
  reply
    .code(status)
    .type('application/json; charset=utf-8')
    .send({ success: false, error: name, message, ...details });
}

/**
 * Whether what is left of a body is let come, and thrown away: a connection that is cut while the client
 * writes may cost it the answer, and tells it nothing of when to try again. A body that is too large,
 * of unknown length, or that broke the reader is cut off, and who asked before sending it sends none.
 */
function mayStillCome({ raw }: FastifyRequest, settings: Context['settings']): boolean {
  const length = Number(raw.headers['content-length']);
  const isAsked = raw.headers.expect !== undefined;
  return raw.readableFlowing === null && !isAsked && length <= mostBodyBytes(settings);
}

/** The name of errors that Fastify and its plug-ins throw, by their status. */
const byStatus: Readonly<Record<number, ProblemName>> = {
  408: 'request_timeout',
  413: 'bad_request',
  415: 'unsupported_format',
  431: 'headers_too_large',
};

function readError(
  error: FastifyError | Error,
  request: FastifyRequest,
  { settings }: Context,
): Problem {
  if ('code' in error && typeof error.code === 'string' && error.code.startsWith('FST_')) {
    if (error.code === 'FST_ERR_CTP_BODY_TOO_LARGE')
      return problemOf(fileTooLarge(settings['max-file']));
    const { statusCode = 500 } = error;
    if (error.code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') {
      const message = 'expected multipart/form-data or application/json';
      return { name: 'unsupported_format', message, details: {} };
    }
    if (statusCode < 500) {
      return { name: byStatus[statusCode] ?? 'bad_request', message: error.message, details: {} };
    }
  }
  const failed: Readonly<Record<string, ProblemName>> = {
    '/optimize': 'optimization_failed',
    '/estimate': 'estimation_failed',
  };
  return problemOf(error, failed[request.routeOptions.url ?? '']);
}

function methodsAt(app: FastifyInstance, request: FastifyRequest): string[] {
  const [path = '/'] = request.url.split('?');
  return (['GET', 'HEAD', 'POST'] as const).filter(
    (method) => method !== request.method && app.findRoute({ url: path, method }) !== null,
  );
}
