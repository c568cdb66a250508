import { createRequire } from 'node:module';

// Its fifteen modules by `import` take 75 ms of processor time more than by `require`, in every process.
const sharp = createRequire(import.meta.url)('sharp') as typeof import('sharp').default;

// No operation cache: a second encode of the same picture must do the same work as the first.
// One thread: libaom's tiles, and so its bytes, depend on the thread count.
sharp.cache(false);
sharp.concurrency(1);

export { sharp };
