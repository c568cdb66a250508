// How decoders find the slot of a place. Their tables have of every index 16 bytes: where its entries
// are, the shift that gives the bucket of a place, offset, own. With entries for buckets, each is where
// the first slot is that reaches into it; of every slot 8 bytes: its start, and symbol | escape << 31;
// after the last one the whole, as start of a slot that is none. With entries for places, each of 8
// bytes: symbol | (place - start) << 16, share | escape << 31.

/** What an entry for a place would be: symbol | (place - start) << 16 | share << 32 | escape << 63. */
export function findPlace(direct: bool, entry: usize, place: u32): u64 {
  if (direct) return load<u64>(<usize>load<u32>(entry) + ((<usize>place) << 3));
  const slot = findSlot(entry, place);
  const start = load<u32>(slot);
  const symbol = load<u32>(slot, 4);
  return (
    ((<u64>((symbol & 0x8000_0000) | (load<u32>(slot, 8) - start))) << 32) |
    <u64>((symbol & 0xffff) | ((place - start) << 16))
  );
}

/** Where the slot of a place is. */
export function findSlot(entry: usize, place: u32): usize {
  const bucket = <usize>load<u32>(entry) + ((<usize>(place >> load<u32>(entry, 4))) << 2);
  let slot = <usize>load<u32>(bucket);
  while (load<u32>(slot, 8) <= place) slot += 8;
  return slot;
}
