/**
 * The description of an ICC profile of version 4 (tag `desc` of type `mluc`, ICC.1:2022, 10.15), or an
 * empty text where there is none.
 */
export function profileName(profile: Uint8Array): string {
  const view = new DataView(profile.buffer, profile.byteOffset, profile.byteLength);
  const [tagTable, tagSize] = [128, 12];
  const within = (offset: number, length: number) => offset + length <= profile.length;
  if (!within(tagTable, 4)) return '';
  for (let i = 0; i < view.getUint32(tagTable); i++) {
    const tag = tagTable + 4 + i * tagSize;
    if (!within(tag, tagSize)) return '';
    if (view.getUint32(tag) !== 0x64657363) continue;
    const record = view.getUint32(tag + 4);
    if (!within(record, 28) || view.getUint32(record) !== 0x6d6c7563) return '';
    const [length, offset] = [view.getUint32(record + 20), view.getUint32(record + 24)];
    if (!within(record + offset, length)) return '';
    const text = profile.subarray(record + offset, record + offset + length);
    return new TextDecoder('utf-16be').decode(text);
  }
  return '';
}
