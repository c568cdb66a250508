import type { FastifyReply, FastifyRequest } from 'fastify';
import { formatFacts } from '../../optimize/formats/table.js';
import type { OptimizeResult } from '../../optimize/result.js';
import { readWanted } from '../accept.js';
import type { Context } from '../context.js';
import { fetchPicture } from '../fetch/fetch-picture.js';
import { optimizeOptionsOf } from '../optimize-options.js';
import { demandFormat, jsonField, readIncoming } from '../picture-in.js';
import { optimizeBody } from '../request-schemas.js';
import { store } from '../storage/providers.js';
import { decodedBytesOf } from '../work/work.js';

const shape = {
  json: optimizeBody,
  multipart: optimizeBody.omit({ url: true }),
  known: ['options', 'storage'],
  bodyOf: (fields: ReadonlyMap<string, string>) => ({
    ...jsonField(fields, 'options', 'optimization'),
    ...jsonField(fields, 'storage'),
  }),
} as const;

/** POST /optimize: a picture in, a smaller file out. */
export async function answerOptimize(
  request: FastifyRequest,
  reply: FastifyReply,
  context: Context,
): Promise<unknown> {
  const { settings, work, counters } = context;
  const signal = context.signalOf(request);
  const accept = request.headers.accept;
  const wanted = readWanted(accept);
  reply.header('vary', 'Accept');
  const incoming = await readIncoming(request, context, shape);
  const { body } = incoming;
  const provider = body.storage && context.storage.demand(body.storage);
  const options = optimizeOptionsOf(body.optimization, wanted, accept);
  const bytes = incoming.bytes ?? (await fetchPicture(request, context, incoming.body.url));
  demandFormat(bytes);
  const found = await work.inspect({ bytes }, signal);
  const leavePlace = () => context.leavePlace(request);
  const room = {
    ...{ gate: work.gates.optimize, leavePlace, signal },
    decodedBytes: decodedBytesOf(found),
    isCompared: options.accept !== undefined || options.formats !== undefined,
  };
  const result = await work.run(room, (maxMemoryBytes) =>
    work.optimizer.optimize(bytes, {
      ...options,
      ...{ name: 'the picture', signal, maxPixels: settings['max-pixels'], maxMemoryBytes },
      timeLimitSeconds: settings['work-seconds'],
    }),
  );
  counters.add('pareto_original_bytes_total', {}, result.originalBytes);
  counters.add('pareto_saved_bytes_total', {}, result.originalBytes - result.optimizedBytes);
  const { mediaType, extensions } = formatFacts[result.format];
  const told = {
    'x-original-size': result.originalBytes,
    'x-optimized-size': result.optimizedBytes,
    'x-reduction-percent': result.reductionPercent,
    'x-original-format': found.format,
    'x-optimized-format': result.format,
    'x-optimization-method': result.method,
    ...(result.quality !== null && { 'x-quality': result.quality }),
    ...(result.score && { 'x-metric-score': scoreText(result.score) }),
  };
  if (provider === undefined && !wanted.report) {
    reply.headers(told).type(mediaType);
    // Of a picture that is text nothing may run, wherever it is shown.
    if (result.format === 'svgz') reply.header('content-encoding', 'gzip');
    return result.bytes;
  }
  const stored =
    provider &&
    (await store(provider, {
      ...{ bytes: result.bytes, contentType: mediaType, extension: extensions[0]! },
      ...{ path: body.storage?.path ?? null, bucket: body.storage?.bucket ?? null },
      ...{ project: body.storage?.project ?? null, public: body.storage?.public ?? false },
    }));
  return reply.headers(told).send({
    success: true,
    ...{ original_size: result.originalBytes, optimized_size: result.optimizedBytes },
    reduction_percent: result.reductionPercent,
    ...{ original_format: found.format, format: result.format, method: result.method },
    ...{ quality: result.quality, score: result.score, target_reached: result.reached },
    ...{ already_optimized: result.alreadyOptimized, ...found.dimensions },
    ...(stored && {
      storage: { provider: provider?.name, url: stored.url, public_url: stored.publicUrl },
    }),
    message: result.alreadyOptimized
      ? 'nothing smaller was found: this is the original'
      : `${result.reductionPercent} % smaller by ${result.method}`,
  });
}

/** `ssimulacra2=81.3`, as targets are written; infinite where every sample is as it was. */
function scoreText({ metric, value }: NonNullable<OptimizeResult['score']>): string {
  return `${metric}=${value === null ? 'infinite' : Number(value.toFixed(4))}`;
}
