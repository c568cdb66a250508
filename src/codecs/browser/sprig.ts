import { readSprigFile } from '#platform/codecs/browser/sprig-files.js';
import { webVersion } from '#platform/runtimes/onnx/web-library.js';
import type { Settings } from '../../base/params.js';
import { cardSchema } from '../../models/card-schema.js';
import { type WebProvider, webProviders } from '../../runtimes/onnx/web-providers.js';
import type { Codec } from '../codec.js';
import { learnedFormat } from '../learned/format.js';
import { codecModel, modelIdentity } from '../learned/model-identity.js';

/** The entropy coders that run in a page: those with kernels of our own. */
const coders = ['rans', 'range', 'tans', 'huffman', 'arith'] as const;

/**
 * sprig by onnxruntime-web, which is what a page has; it runs in Node too. Its files are those of sprig:
 * either decodes what the other made, to the very symbols. Its engine is another one, and so are its keys:
 * the last bits of the transforms' floats differ.
 * @throws WorkError where onnxruntime-web is not to be had
 */
export async function loadWebSprig(): Promise<Codec> {
  const text = new TextDecoder().decode(await readSprigFile('card.json'));
  const card = codecModel(cardSchema.parse(JSON.parse(text)));
  const { codec } = card;
  const mark = modelIdentity(card, null).slice(0, 8);
  const version = `${mark} (onnxruntime-web ${await webVersion()})`;
  const rateOf = ({ quality }: Settings): number =>
    Math.round(Number(quality ?? codec.quality.default) * 10);
  return {
    id: card.id,
    title: card.title,
    kind: 'learned',
    format: learnedFormat,
    params: {
      entropy: {
        type: 'choice',
        values: coders,
        default: codec.entropy,
        meaning: 'the entropy coder: by the distributions of the model, or one of arrays',
      },
      provider: {
        type: 'choice',
        values: webProviders,
        default: 'wasm',
        meaning: 'where onnxruntime-web runs the transforms',
      },
      quality: {
        type: 'number',
        min: 0,
        max: 100,
        default: codec.quality.default,
        sweep: codec.quality.sweep,
        meaning: 'the step of the quantiser, in tenths: 0 coarsest, 100 finest',
      },
    },
    accepts: () => ({ channels: [3], depths: [8] }),
    lossless: () => false,
    engine: () => ({ name: card.id, version, runtime: 'onnx' }),
    available: async () => true,
    async open(settings, { maxPixels }) {
      const { openWebModel } = await import('./web-model.js');
      const { namedCoder, openCoder } = await import('../learned/payload.js');
      const { createLearnedSession } = await import('../learned/session.js');
      const provider: WebProvider = settings['provider'] === 'webgpu' ? 'webgpu' : 'wasm';
      const coder = await namedCoder(String(settings['entropy'] ?? codec.entropy));
      const model = await openWebModel(card, provider);
      try {
        const models = { id: card.id, at: async () => model, close: () => model.close() };
        return createLearnedSession(models, {
          coder: await openCoder(coder),
          arrangement: coder.kind === 'array' ? (coder.arrangements[0] ?? 'stacked') : 'stacked',
          ...{ provider, rate: rateOf(settings), maxPixels },
        });
      } catch (error) {
        await model.close();
        throw error;
      }
    },
  };
}
