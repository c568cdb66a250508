import { setFlagsFromString } from 'node:v8';
import { createRaster } from '../image/raster.js';
import { serve } from '../runtimes/processes/child.js';
import { createEstimateJob } from './job.js';
import { makeBlockMaps } from './map/block-maps.js';
import type { EstimateTask } from './task.js';

// The process that estimates: it can be killed. Tasks come from this same program and have their type.

// The kernels of the maps are small: optimised at once, by their first use, they take a third less time.
setFlagsFromString('--no-liftoff');
const [width, height] = [32, 32];
await makeBlockMaps(
  createRaster({
    ...{ width, height, channels: 3, depth: 8 },
    data: Uint8Array.from({ length: 3 * width * height }, (_, i) => (i * i) % 251),
  }),
);
// A sample is compressed in half a second: optimising a codec in WASM takes longer than it saves. Before
// any module of one is compiled.
setFlagsFromString('--liftoff');
setFlagsFromString('--liftoff-only');
serve((message) => message as EstimateTask, createEstimateJob());
