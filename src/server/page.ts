import type { FastifyInstance } from 'fastify';
import { readBoundedSync } from '../base/read-bounded.js';
import { version } from '../base/version.js';
import { formatIds } from '../optimize/formats/table.js';
import { schemaOf } from './openapi.js';
import type { Settings } from './settings.js';

/** Files of the page, made by scripts/build-page.js, with their types. */
const files = {
  'try.html': 'text/html; charset=utf-8',
  'try.js': 'text/javascript; charset=utf-8',
  'try.css': 'text/css; charset=utf-8',
} as const;

/** The page loads what lies beside it, shows pictures that it made, and asks this service. */
const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const about = {
  name: 'pareto',
  version,
  formats: formatIds,
  endpoints: [
    ...['POST /optimize', 'POST /estimate', 'GET /health', 'GET /metrics'],
    ...['GET /docs', 'GET /docs/json'],
  ],
};

/** GET /: the page for browsers, facts as JSON for programs. */
export function addPage(app: FastifyInstance, settings: Settings): void {
  app.get('/', { schema: schemaOf('about', settings) }, async (request, reply) => {
    reply.header('vary', 'Accept');
    const wantsPage = (request.headers.accept ?? '').includes('text/html');
    if (!settings.page || !wantsPage) return about;
    return reply
      .header('content-security-policy', policy)
      .type(files['try.html'])
      .send(read('try.html'));
  });
  if (!settings.page) return;
  for (const name of ['try.js', 'try.css'] as const) {
    app.get(`/${name}`, { schema: { hide: true } as object }, (_, reply) =>
      reply.header('cache-control', 'no-cache').type(files[name]).send(read(name)),
    );
  }
}

function read(name: keyof typeof files): Buffer {
  return readBoundedSync(new URL(`./page/${name}`, import.meta.url).pathname, { bound: 'plugin' });
}
