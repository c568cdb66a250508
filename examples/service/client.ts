// A client of the service: estimates and optimises pictures, and tries again where it is full.

/** What POST /estimate answers. */
export interface Estimate {
  readonly original_size: number;
  readonly original_format: string;
  readonly estimated_optimized_size: number;
  readonly estimated_reduction_percent: number;
  readonly optimization_potential: 'high' | 'medium' | 'low';
  readonly already_optimized: boolean;
  readonly confidence: 'high' | 'medium' | 'low';
}

/** How a picture is optimised; docs/service.md has all of it. */
export interface Optimization {
  readonly preset?: 'high' | 'medium' | 'low';
  readonly quality?: number;
  readonly max_bytes?: number;
  readonly preferred_formats?: readonly string[];
}

/** A picture by its address. */
export interface Picture {
  readonly url: string;
  readonly thumbnail_url?: string;
  readonly file_size?: number;
  readonly preset?: Optimization['preset'];
}

export interface Optimized {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly format: string;
  readonly reductionPercent: number;
}

export type Client = ReturnType<typeof createClient>;

/** @param base address of the service */
export function createClient(base: string, { key = '', tries = 5 } = {}) {
  const send = async (path: string, request: () => RequestInit): Promise<Response> => {
    for (let turn = 1; ; turn++) {
      // Made anew for each try: a body is sent once.
      const { headers, body } = request();
      const answer = await fetch(new URL(path, base), {
        method: 'POST',
        headers: {
          ...(headers as Record<string, string>),
          ...(key !== '' && { 'X-API-Key': key }),
        },
        body: body ?? null,
      });
      if (answer.ok) return answer;
      const { message } = (await answer.json().catch(() => ({}))) as { message?: string };
      if ((answer.status !== 503 && answer.status !== 429) || turn >= tries) {
        const id = answer.headers.get('x-request-id');
        throw new Error(`${path}: ${answer.status} ${message} (request ${id})`);
      }
      // Some jitter, so that clients that were refused together do not come back together.
      const seconds = Number(answer.headers.get('retry-after') ?? 5) * (1 + Math.random());
      await new Promise((resolve) => setTimeout(resolve, 1000 * seconds));
    }
  };
  const json = (body: object) => (): RequestInit => ({
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });
  const form = (bytes: Uint8Array<ArrayBuffer>, options: object) => (): RequestInit => {
    const body = new FormData();
    body.append('options', JSON.stringify(options));
    body.append('file', new Blob([bytes]), 'picture');
    return { body };
  };
  const optimized = async (answer: Response): Promise<Optimized> => ({
    bytes: new Uint8Array(await answer.arrayBuffer()),
    format: answer.headers.get('x-optimized-format') ?? '',
    reductionPercent: Number(answer.headers.get('x-reduction-percent')),
  });
  return {
    estimate: async (picture: Picture): Promise<Estimate> =>
      (await (await send('estimate', json(picture))).json()) as Estimate,
    estimateBytes: async (
      bytes: Uint8Array<ArrayBuffer>,
      options: Pick<Optimization, 'preset' | 'quality'> = {},
    ): Promise<Estimate> =>
      (await (await send('estimate', form(bytes, options))).json()) as Estimate,
    optimize: async (url: string, optimization: Optimization = {}): Promise<Optimized> =>
      optimized(await send('optimize', json({ url, optimization }))),
    optimizeBytes: async (
      bytes: Uint8Array<ArrayBuffer>,
      optimization: Optimization = {},
    ): Promise<Optimized> => optimized(await send('optimize', form(bytes, optimization))),
  };
}
