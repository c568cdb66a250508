import type { FastifyInstance, FastifySchema } from 'fastify';
import { z } from 'zod';
import { groupBy } from '../base/group-by.js';
import { version } from '../base/version.js';
import { formatFacts, formatIds } from '../optimize/formats/table.js';
import {
  aboutAnswer,
  estimateAnswer,
  healthAnswer,
  optimizeAnswer,
  problemAnswer,
} from './answer-schemas.js';
import { type ProblemName, problemStatus } from './problem.js';
import {
  estimateBody,
  estimation,
  optimization,
  optimizeBody,
  storage,
} from './request-schemas.js';
import type { Settings } from './settings.js';

// The OpenAPI description, made of the schemas that requests are checked by.

const jsonSchema = (schema: z.ZodType, io: 'input' | 'output'): object => {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io });
  return rest;
};

const json = (schema: z.ZodType, io: 'input' | 'output' = 'output') => ({
  'application/json': { schema: jsonSchema(schema, io) },
});

const requestId = { 'X-Request-ID': { description: 'As in the log', schema: { type: 'string' } } };

/** The answers that tell of errors, with one entry for each status. */
function problems(names: readonly ProblemName[]): Record<number, object> {
  const byStatus = groupBy(names, (name) => problemStatus[name]);
  return Object.fromEntries(
    [...byStatus].map(([status, of]) => [
      status,
      { description: of.join(', '), headers: requestId, content: json(problemAnswer) },
    ]),
  );
}

const everywhere = [
  ...['bad_request', 'unauthorized', 'file_too_large', 'image_too_large', 'unsupported_format'],
  ...['ssrf_blocked', 'url_fetch_failed', 'rate_limit_exceeded', 'internal_error', 'worker_died'],
  ...['tool_timeout', 'service_overloaded'],
] as readonly ProblemName[];

const file = { type: 'string', format: 'binary', description: 'The picture' };

/** A body of multipart: the file, and fields that are JSON. */
const multipart = (fields: Readonly<Record<string, z.ZodType>>, texts: object = {}) => ({
  schema: {
    type: 'object',
    required: ['file'],
    properties: {
      file,
      ...texts,
      ...Object.fromEntries(
        Object.entries(fields).map(([name, schema]) => [name, jsonSchema(schema, 'input')]),
      ),
    },
    additionalProperties: false,
  },
  encoding: Object.fromEntries(
    Object.keys(fields).map((name) => [name, { contentType: 'application/json' }]),
  ),
});

const header = (description: string, type: string) => ({ description, schema: { type } });

const pictureHeaders = {
  ...requestId,
  'X-Original-Size': header('Bytes of the picture that came', 'integer'),
  'X-Optimized-Size': header('Bytes of the answer', 'integer'),
  'X-Reduction-Percent': header('What was saved', 'number'),
  'X-Original-Format': header('By its bytes', 'string'),
  'X-Optimized-Format': header('Of the answer', 'string'),
  'X-Optimization-Method': header('What made it; none is the original', 'string'),
  'X-Quality': header('Of the encoder, where it has one', 'number'),
  'X-Metric-Score': header('Metric and value: ssimulacra2=81.3', 'string'),
  Vary: header('Accept', 'string'),
};

const mediaTypes = [...new Set(formatIds.map((id) => formatFacts[id].mediaType))];

/** What is told of each route. Fastify takes the parts of OpenAPI that its types do not know. */
const routes = {
  optimize: {
    summary: 'Make a picture smaller',
    description:
      'The smallest honest file, never larger than the original. The bytes, or a report where Accept names application/json alone, or where a storage is named.',
    body: {
      content: {
        'multipart/form-data': multipart({ options: optimization, storage }),
        ...json(optimizeBody, 'input'),
      },
    },
    response: {
      200: {
        description: 'The picture, or the report',
        headers: pictureHeaders,
        content: {
          ...Object.fromEntries(
            mediaTypes.map((type) => [type, { schema: { type: 'string', format: 'binary' } }]),
          ),
          ...json(optimizeAnswer),
        },
      },
      ...problems([...everywhere, 'optimization_failed', 'storage_failed']),
    },
  },
  estimate: {
    summary: 'Tell what a picture would weigh',
    description:
      'Without optimising it. From 10 MB on a thumbnail stands for the picture, of which then 64 KiB are fetched at most.',
    body: {
      content: {
        'multipart/form-data': multipart(
          { options: estimation },
          { preset: jsonSchema(estimation.shape.preset, 'input') },
        ),
        ...json(estimateBody, 'input'),
      },
    },
    response: {
      200: { description: 'The estimate', headers: requestId, content: json(estimateAnswer) },
      ...problems([...everywhere, 'estimation_failed']),
    },
  },
  health: {
    summary: 'Tell how the service is',
    response: {
      200: { description: 'ok, or degraded', headers: requestId, content: json(healthAnswer) },
    },
  },
  metrics: {
    summary: 'Numbers for Prometheus',
    response: {
      200: {
        description: 'Text of Prometheus',
        headers: requestId,
        content: { 'text/plain': { schema: { type: 'string' } } },
      },
    },
  },
  about: {
    summary: 'A page to try it with, or what the service is as JSON',
    response: {
      200: {
        description: 'By Accept',
        headers: requestId,
        content: { ...json(aboutAnswer), 'text/html': { schema: { type: 'string' } } },
      },
    },
  },
} as const;

export type RouteName = keyof typeof routes;

/** The schema of a route, for its description alone: requests are checked where they are read. */
export function schemaOf(name: RouteName, { 'api-key': key }: Settings): FastifySchema {
  const isOpen = key === '' || (name !== 'optimize' && name !== 'estimate');
  return { ...routes[name], ...(!isOpen && { security: [{ key: [] }] }) } as FastifySchema;
}

/** A policy for the pages of /docs: what they load is served here. */
const docsPolicy =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** Shows the description of all routes that are added after it, at /docs and /docs/json. */
export async function addDocs(app: FastifyInstance): Promise<void> {
  const [swagger, swaggerUi] = await Promise.all([
    import('@fastify/swagger'),
    import('@fastify/swagger-ui'),
  ]);
  await app.register(swagger.default, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Pareto',
        version,
        description: 'Pictures made smaller, and their sizes before that.',
        license: { name: 'MIT', identifier: 'MIT' },
      },
      components: {
        securitySchemes: { key: { type: 'apiKey', name: 'X-API-Key', in: 'header' } },
      },
    },
  });
  await app.register(swaggerUi.default, {
    routePrefix: '/docs',
    staticCSP: docsPolicy,
    logo: {
      type: 'image/svg+xml',
      content: Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'),
    },
  });
}
