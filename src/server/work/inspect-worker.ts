import { readStoredLayout } from '../../image/files/stored-layout.js';
import { documentSize } from '../../image/files/vector.js';
import { predictedTrial } from '../../optimize/predicted-spec.js';
import { openSource } from '../../optimize/source.js';
import { readSvgText } from '../../optimize/svg/text.js';
import { serve } from '../../runtimes/processes/child.js';
import type { Inspection, InspectTask } from './inspection.js';

// The process that reads the headers of foreign files: it can be killed.
serve((message) => message as InspectTask, inspect);

async function inspect({ bytes, maxPixels, isHead, estimate }: InspectTask): Promise<Inspection> {
  const source = await openSource(bytes, 'the picture', {
    maxPixels,
    ...(isHead && { maxPixelsPerByte: Number.MAX_SAFE_INTEGER }),
  });
  const { width, height, frames } = source.facts;
  const isVector = source.format === 'svg' || source.format === 'svgz';
  const dimensions = isVector
    ? await documentSize(Buffer.from(readSvgText(bytes)))
    : { width, height };
  const layout = await readStoredLayout(bytes);
  const setting = estimate && { ...estimate, preset: 'medium' as const, keep: [] };
  return {
    ...{ format: source.format, width, height, dimensions, frames },
    ...{ colorType: layout?.colourType ?? null, bitDepth: layout?.bitDepth ?? null },
    trial: setting && (await predictedTrial(source, setting)),
  };
}
