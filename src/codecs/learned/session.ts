import { hexOf, sameBytes } from '../../base/bytes.js';
import { WorkError } from '../../base/errors.js';
import type { LearnedReport } from '../../base/learned-report.js';
import type { ArrangementId } from '../../entropy/coder.js';
import { filters } from '../../image/filters.js';
import { checkPixels } from '../../image/pixels.js';
import type { Raster } from '../../image/raster.js';
import { resample } from '../../image/resample.js';
import type { CodecCard } from '../../models/codec-card.js';
import type { CodecSession } from '../codec.js';
import { requireFormat } from '../formats.js';
import { type IndexCoding, indexReader } from './codebook.js';
import { entriesOf } from './codebook-payload.js';
import { codedSize } from './coded-size.js';
import type { RecordedPass } from './coding.js';
import { identityBytes, type LearnedFile, readLearnedFile, writeLearnedFile } from './container.js';
import { partCosts } from './cost.js';
import { learnedFormat } from './format.js';
import { checkMemory } from './memory.js';
import type { OpenModel } from './model.js';
import { type CodecModelCard, imageRange } from './model-identity.js';
import type { ModelOpener } from './opener.js';
import {
  decodeGroups,
  encodeGroups,
  estimateBits,
  namedCoder,
  type OpenCoder,
  openCoder,
} from './payload.js';
import { fromPlanes, paddedSide, toPlanes } from './picture.js';
import { standsFor, stepOf, unitOf } from './quantise.js';
import { symbolsOf } from './symbols.js';
import { type Extent, type NamedTensor, runNamed, scalar } from './tensors.js';
import { type CodedGroup, emptyGroups } from './walk.js';

export interface LearnedOptions {
  readonly coder: OpenCoder;
  /** How coders of arrays get the groups laid out. */
  readonly arrangement: ArrangementId;
  readonly provider: string;
  /** 0 coarsest, 1000 finest; of levels the place of one in the card. */
  readonly rate: number;
  readonly maxPixels: number;
  /** Of codebooks: how coders that are told distributions get the indices, `packed` unless told. */
  readonly indexCoding?: IndexCoding;
}

/** The picture that was coded last, for the report. */
interface Last {
  readonly model: OpenModel;
  readonly size: Extent;
  readonly extent: Extent;
  readonly rate: number;
  readonly coder: OpenCoder;
  readonly groups: readonly CodedGroup[];
  /** What a coder got, where it was kept. */
  readonly passes: readonly RecordedPass[] | null;
  readonly payloadBytes: number;
  readonly indexCoding: IndexCoding;
}

/**
 * The session of a learned codec.
 *
 *     picture -> analysis -> coefficients -> symbols -> passes and entropy coder -> payload
 *     picture <- synthesis <- what the symbols stand for <- passes and entropy coder <- payload
 */
export function createLearnedSession(models: ModelOpener, options: LearnedOptions): CodecSession {
  const coders = new Map([[options.coder.id, options.coder]]);
  let last: Last | null = null;

  const coderOf = async (id: string): Promise<OpenCoder> => {
    const known = coders.get(id);
    if (known) return known;
    const opened = await openCoder(await namedCoder(id));
    coders.set(id, opened);
    return opened;
  };
  /** The size in which a picture is coded, and that as it is padded. */
  const sizesOf = ({ card }: OpenModel, size: Extent, rate: number) => {
    const { codec } = card;
    const inner = codedSize(codec, size, rate);
    const { width, height } = inner;
    const extent = {
      width: paddedSide(width, codec.input),
      height: paddedSide(height, codec.input),
    };
    checkMemory(card, extent);
    return { inner, extent };
  };

  return {
    async encode(image, clock) {
      const { rate, coder, arrangement } = options;
      const indexCoding = coder.kind === 'array' ? 'packed' : (options.indexCoding ?? 'packed');
      const { width, height } = image;
      const model = await models.at(rate);
      const { card } = model;
      const { codec } = card;
      const { inner, extent } = sizesOf(model, image, rate);
      const small =
        'resize' in codec.rate ? clock.stage('resize', () => resized(image, inner)) : image;
      const planes = clock.stage('prepare', () =>
        toPlanes(small, extent, imageRange(card, codec.analysis, 'inputs')),
      );
      const coefficients = await clock.stage('analysis', () => {
        const inputs = graphInputs(codec, rate).set('image', { tensor: planes, scale: 1 });
        return runNamed(model.analysis, inputs, extent, codec.tiles);
      });
      const place = { rate, extent };
      const { groups, passes } = await clock.stage('transfer', () =>
        symbolsOf(model, coefficients, place),
      );
      const coded = await clock.stage('entropy', () =>
        encodeGroups(model, coder, groups, { ...place, arrangement, passes, indexCoding }),
      );
      last = {
        ...{ model, size: { width, height }, extent, rate, coder, groups, passes },
        ...{ payloadBytes: coded.payload.length, indexCoding },
      };
      return clock.stage('store', () =>
        writeLearnedFile({
          ...{ model: card.id, identity: markOf(model), width, height, rate, coder: coder.id },
          arrangement: coder.kind === 'array' ? arrangement : null,
          ...coded,
        }),
      );
    },

    async decode(bytes, clock) {
      const file = clock.stage('parse', () => {
        requireFormat(bytes, learnedFormat);
        return readLearnedFile(bytes);
      });
      demandId(file, models.id);
      const { rate, payload } = file;
      const model = await models.at(rate);
      demandState(file, model);
      checkPixels(file.width, file.height, options.maxPixels);
      const { inner, extent } = sizesOf(model, file, rate);
      const coder = await coderOf(file.coder);
      const groups = emptyGroups(model, extent);
      const passes = await clock.stage('entropy', () =>
        decodeGroups(model, coder, groups, { ...file, extent }),
      );
      const image = await clock.stage('synthesis', () => synthesise(model, groups, extent, rate));
      last = {
        ...{ model, size: file, extent, rate, coder, groups, passes },
        ...{ payloadBytes: payload.length, indexCoding: codingOf(model.card, file) },
      };
      const { codec } = model.card;
      const small = clock.stage('finish', () =>
        fromPlanes(image, inner, imageRange(model.card, codec.synthesis, 'outputs')),
      );
      return 'resize' in codec.rate ? clock.stage('resize', () => resized(small, file)) : small;
    },

    async report(): Promise<LearnedReport> {
      if (last === null) throw new WorkError(`${models.id}: no picture was coded yet`);
      const { model, coder, groups, passes, payloadBytes, size, extent, rate, indexCoding } = last;
      return {
        model: models.id,
        coder: coder.id,
        provider: options.provider,
        ...(model.card.verified && { verified: model.card.verified }),
        payloadBytes,
        estimatedBits: await estimateBits(model, groups, {
          rate,
          extent,
          passes,
          indexCoding,
        }).catch((error) => {
          // A symbol that a coder of arrays took may have no share in the model's distributions.
          if (coder.kind === 'array') return null;
          throw error;
        }),
        parts: await partCosts(model, { size, extent, modelled: coder.kind === 'modelled' }),
      };
    },

    async close() {
      last = null;
      await Promise.all([...coders.values()].map(({ session }) => session.close()));
      await models.close();
    },
  };
}

/** How a file has its indices of a codebook. */
function codingOf(card: CodecModelCard, { distributions }: Pick<LearnedFile, 'distributions'>) {
  const entries = entriesOf(card);
  return entries === null ? 'packed' : indexReader(distributions, entries).coding;
}

/** A picture in another size, by antialiased bicubic interpolation. */
function resized(image: Raster, { width, height }: Extent): Raster {
  if (image.width === width && image.height === height) return image;
  return resample(image, { width, height, filter: filters['catmull-rom'] });
}

function graphInputs({ rate: law }: CodecCard, rate: number): Map<string, NamedTensor> {
  return new Map([
    ['step', scalar(stepOf(law, rate))],
    ['rate', scalar(rate)],
  ]);
}

async function synthesise(
  { card: { codec }, synthesis }: OpenModel,
  groups: readonly CodedGroup[],
  extent: Extent,
  rate: number,
) {
  const inputs = graphInputs(codec, rate);
  const unit = unitOf(codec, rate);
  for (const group of groups) {
    inputs.set(group.id, { tensor: standsFor(group, unit), scale: group.scale });
  }
  const answers = await runNamed(synthesis, inputs, extent, codec.tiles);
  const { tensor, scale } = answers.get('image')!;
  if (scale === 1 && tensor.dims[1] === 3) return tensor;
  throw new WorkError(
    `the synthesis is expected to give an RGB picture, it gives [${tensor.dims}]`,
  );
}

function markOf({ identity }: OpenModel): Uint8Array {
  return Uint8Array.from({ length: identityBytes }, (_, at) =>
    Number.parseInt(identity.slice(2 * at, 2 * at + 2), 16),
  );
}

function demandId({ model }: { readonly model: string }, id: string): void {
  if (model === id) return;
  throw new WorkError(`the file is of the learned codec '${model}'; expected one of '${id}'`);
}

function demandState({ identity }: { readonly identity: Uint8Array }, model: OpenModel): void {
  const mark = markOf(model);
  if (sameBytes(identity, mark)) return;
  const [told, here] = [identity, mark].map(hexOf);
  throw new WorkError(
    `the file is of another state of the model ${model.card.id}, ${told}; the one here is ${here}: decode it with the one that made it`,
  );
}
