import { WorkError } from '../../base/errors.js';
import type { Settings } from '../../base/params.js';
import type { ArrangementId, EntropyCoder } from '../../entropy/coder.js';
import { entropyCoders } from '../../entropy/registry.js';
import type { ModelCard } from '../../models/card.js';
import { loadCard } from '../../models/catalogue.js';
import { providerAvailable, providers } from '../../runtimes/onnx/providers.js';
import { onnxVersion } from '../../runtimes/onnx/session.js';
import { findTfjs, tfjsAvailable } from '../../runtimes/tfjs/library.js';
import type { Codec } from '../codec.js';
import { learnedFormat } from './format.js';
import { codecModel, locateModel, modelIdentity, transformRuntimes } from './model-files.js';

/** The learned codec of a model of the project, by its card. */
export async function loadLearned(id: string): Promise<Codec> {
  return createLearnedCodec(await loadCard(id));
}

/** What an engine is called where nothing runs its transforms. */
const missingTfjs = { engine: 'tfjs missing', runtime: 'wasm' } as const;

/** Layouts for coders of arrays; `auto` is the coder's own default. */
const arrangements = ['auto', 'stacked', 'tiled', 'nested'] as const;

/**
 * A learned codec: transform graphs, distributions, an arrangement and an entropy coder, all told by
 * a model's card (docs/learned.md). Its files are looked for now and when a session opens; nothing is
 * loaded before.
 * @throws WorkError for a card that is of no codec
 */
export async function createLearnedCodec(given: ModelCard): Promise<Codec> {
  const card = codecModel(given);
  const { id, title, codec } = card;
  const coders = new Map<string, EntropyCoder>();
  for (const name of entropyCoders.names) coders.set(name, await entropyCoders.load(name));
  const coderOf = ({ entropy }: Settings): EntropyCoder =>
    coders.get(String(entropy ?? codec.entropy))!;
  const runtimes = transformRuntimes(card);
  const { files } = await locateModel(card);
  const mark = modelIdentity(card, files).slice(0, 8);
  return {
    id,
    title,
    kind: 'learned',
    format: learnedFormat,
    params: {
      entropy: {
        type: 'choice',
        values: entropyCoders.names,
        default: codec.entropy,
        meaning: 'the entropy coder: by the distributions of the model, or one of arrays',
      },
      arrangement: {
        type: 'choice',
        values: arrangements,
        default: 'auto',
        applies: (before) => coderOf(before).kind === 'array',
        meaning: 'how the latents are laid out for the coder; auto is its own way',
      },
      provider: {
        type: 'choice',
        // Contexts run on the CPU in any case.
        values: runtimes.includes('onnx') ? providers : ['cpu'],
        default: 'cpu',
        meaning: 'where onnxruntime runs the transforms',
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
    engine(settings) {
      const { library } = coderOf(settings);
      const tfjs = runtimes.includes('tfjs') ? (findTfjs() ?? missingTfjs) : null;
      const parts = [
        `onnxruntime ${onnxVersion()}`,
        ...(tfjs === null ? [] : [tfjs.engine]),
        ...(library === null ? [] : [library]),
      ];
      const runtime = tfjs === null || runtimes.includes('onnx') ? 'onnx' : tfjs.runtime;
      return { name: id, version: `${mark} (${parts.join(', ')})`, runtime };
    },
    async available(settings) {
      const { missing } = await locateModel(card);
      if (missing !== null) return missing;
      const coder = coderOf(settings);
      const there = await coder.available();
      if (there !== true) return there;
      const arranged = arrangementOf(coder, settings);
      if (arranged === null) {
        const taken = coder.kind === 'array' ? coder.arrangements.join(', ') : '';
        return `the entropy coder ${coder.id} takes the arrangements ${taken}; give one of them`;
      }
      if (runtimes.includes('tfjs')) {
        const runs = await tfjsAvailable();
        if (runs !== true) return runs;
      }
      return providerAvailable(String(settings['provider'] ?? 'cpu'));
    },
    async open(settings, { threads, maxPixels }) {
      const { openModel } = await import('./model.js');
      const { openCoder } = await import('./payload.js');
      const { createLearnedSession } = await import('./session.js');
      const located = await locateModel(card);
      if (located.files === null) throw new WorkError(`${id}: ${located.missing}`);
      const coder = coderOf(settings);
      const provider = String(settings['provider'] ?? 'cpu');
      const model = await openModel(card, located.files, { threads, provider });
      try {
        return createLearnedSession(model, {
          coder: await openCoder(coder),
          arrangement: arrangementOf(coder, settings) ?? 'stacked',
          provider,
          rate: Math.round(Number(settings['quality'] ?? codec.quality.default) * 10),
          maxPixels,
        });
      } catch (error) {
        await model.close();
        throw error;
      }
    },
  };
}

/** The layout that is asked for; null where the coder does not take it. */
function arrangementOf(coder: EntropyCoder, { arrangement }: Settings): ArrangementId | null {
  if (coder.kind !== 'array') return 'stacked';
  const wanted = arrangement ?? 'auto';
  if (wanted === 'auto') return coder.arrangements[0] ?? null;
  return coder.arrangements.find((each) => each === wanted) ?? null;
}
