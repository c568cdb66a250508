import { levelVersion } from '../../base/engine.js';
import type { Settings } from '../../base/params.js';
import type { ArrangementId, EntropyCoder } from '../../entropy/coder.js';
import { entropyCoders } from '../../entropy/registry.js';
import type { ModelCard } from '../../models/card.js';
import { loadCard } from '../../models/catalogue.js';
import { providerAvailable, providers } from '../../runtimes/onnx/providers.js';
import { onnxVersion } from '../../runtimes/onnx/session.js';
import { findTfjs, tfjsAvailable } from '../../runtimes/tfjs/library.js';
import type { Codec } from '../codec.js';
import { indexCodings } from './codebook.js';
import { readLearnedFile } from './container.js';
import { learnedFormat } from './format.js';
import { type LearnedLevel, learnedLevels, levelAt, levelOf } from './levels.js';
import { locateModel } from './model-files.js';
import { codecModel, transformRuntimes } from './model-identity.js';

/** The learned codec of a model of the project, by its card. */
export async function loadLearned(id: string): Promise<Codec> {
  return createLearnedCodec(await loadCard(id));
}

/** What an engine is called where nothing runs its transforms. */
const missingTfjs = { engine: 'tfjs missing', runtime: 'wasm' } as const;

/** Layouts for coders of arrays; `auto` is the card's default, else the coder's. */
const arrangements = ['auto', 'stacked', 'tiled', 'nested', 'strided'] as const;

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
  const levels = await learnedLevels(card);
  const tuned = [...new Set(levels.map((level) => level.tuned))];
  const qualities = levels.map(({ quality }) => quality);
  const byLevel = 'levels' in codec.rate;
  const chosen = (settings: Settings): LearnedLevel =>
    levelOf(levels, { quality: codec.quality.default, ...settings }) ?? levels[0]!;
  return {
    id,
    title,
    kind: 'learned',
    ...(card.verified && { verified: card.verified }),
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
        meaning:
          "how the latents are laid out for the coder; auto is the model's or the coder's own way",
      },
      ...(codec.distributions === 'codebook' && {
        indices: {
          type: 'choice',
          values: indexCodings,
          default: 'packed',
          applies: (before) => coderOf(before).kind === 'modelled',
          meaning:
            'how indices are coded: all equally likely, by a histogram that is sent, by what came before',
        },
      }),
      provider: {
        type: 'choice',
        // Contexts run on the CPU in any case.
        values: runtimes.includes('onnx') ? providers : ['cpu'],
        default: 'cpu',
        meaning: 'where onnxruntime runs the transforms',
      },
      ...(tuned.length > 1 && {
        tuned: {
          type: 'choice',
          values: tuned,
          default: tuned[0]!,
          meaning: 'what the weights were trained for',
        },
      }),
      quality: byLevel
        ? {
            type: 'integer',
            min: Math.min(...qualities),
            max: Math.max(...qualities),
            default: codec.quality.default,
            sweep: codec.quality.sweep,
            meaning: 'the level, each with weights of its own: 1 coarsest',
          }
        : {
            type: 'number',
            min: 'resize' in codec.rate ? 1 : 0,
            max: 100,
            default: codec.quality.default,
            sweep: codec.quality.sweep,
            meaning:
              'resize' in codec.rate
                ? 'pixels that are coded, in percent, in tenths: the picture is made smaller before, and large again'
                : 'the step of the quantiser, in tenths: 0 coarsest, 100 finest',
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
      const { mark, rate } = chosen(settings);
      const libraries = `(${parts.join(', ')})`;
      const version = rate === null ? `${mark} ${libraries}` : levelVersion(mark, libraries);
      return { name: id, version, runtime };
    },
    async available(settings) {
      const level = chosen(settings);
      if (level.card === null) return level.missing ?? 'it is not here';
      const { missing } = await locateModel(level.card);
      if (missing !== null) return missing;
      const coder = coderOf(settings);
      const there = await coder.available();
      if (there !== true) return there;
      const arranged = arrangementOf(coder, settings, codec.arrangement);
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
    settingsFor(file) {
      const { coder, rate } = readLearnedFile(file);
      const level = levelAt(id, levels, rate);
      return {
        ...(entropyCoders.names.includes(coder) && { entropy: coder }),
        ...(tuned.length > 1 && { tuned: level.tuned }),
        ...(byLevel && { quality: level.quality }),
      };
    },
    async open(settings, { threads, maxPixels }) {
      const { createModelOpener } = await import('./opener.js');
      const { openCoder } = await import('./payload.js');
      const { createLearnedSession } = await import('./session.js');
      const coder = coderOf(settings);
      const provider = String(settings['provider'] ?? 'cpu');
      const models = createModelOpener(id, levels, { threads, provider });
      const rate =
        chosen(settings).rate ??
        Math.round(Number(settings['quality'] ?? codec.quality.default) * 10);
      try {
        await models.at(rate);
        return createLearnedSession(models, {
          coder: await openCoder(coder),
          arrangement: arrangementOf(coder, settings, codec.arrangement) ?? 'stacked',
          provider,
          rate,
          maxPixels,
          indexCoding: indexCodings.find((each) => each === settings['indices']) ?? 'packed',
        });
      } catch (error) {
        await models.close();
        throw error;
      }
    },
  };
}

/** The layout that is asked for; null where the coder does not take it. */
function arrangementOf(
  coder: EntropyCoder,
  { arrangement }: Settings,
  preferred: ArrangementId | undefined,
): ArrangementId | null {
  if (coder.kind !== 'array') return 'stacked';
  const wanted = arrangement ?? 'auto';
  const own = coder.arrangements.find((each) => each === preferred) ?? coder.arrangements[0];
  if (wanted === 'auto') return own ?? null;
  return coder.arrangements.find((each) => each === wanted) ?? null;
}
