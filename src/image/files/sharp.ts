import sharp from 'sharp';

// No operation cache: a second encode of the same picture must do the same work as the first.
// One thread: libaom's tiles, and so its bytes, depend on the thread count.
sharp.cache(false);
sharp.concurrency(1);

export { sharp };
