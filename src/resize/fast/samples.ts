import { type OutputId, outputFormats } from '../formats.js';
import { orientedWindow } from '../orientation.js';
import type { FastReader, FastWay, FastWriter } from './contract.js';
import { planPicture } from './plan.js';

/** One format to another by way of samples: what reads the one, and what writes the other. */
export function fastSamples(format: OutputId, reader: FastReader, write: FastWriter): FastWay {
  return {
    input: (length) => reader.input(length),
    async make(bytes, ask) {
      const head = reader.readHead(bytes);
      const { length } = bytes;
      const plan = planPicture({ ...head, format, length, hasProfile: false }, ask);
      if ('refused' in plan) return plan;
      const { filter } = ask;
      const small = reader.resize(bytes, { ...orientedWindow(plan, head.orientation), filter });
      return {
        ...{ width: plan.width, height: plan.height, bytes: await write(small, ask) },
        note: `${outputFormats[format].format.title} decoded here, ${filter}`,
        warning: null,
      };
    },
    renew: () => reader.renew(),
  };
}
