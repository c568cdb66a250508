/** First byte after what the module itself keeps in memory: all from here on is the caller's. */
export function heapBase(): usize {
  return __heap_base;
}
