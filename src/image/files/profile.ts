/** How a tag of an ICC profile is laid out: 4 bytes signature, offset, size. */
const entryBytes = 12;
const tableStart = 128;

/**
 * Whether an ICC profile can be applied to samples of the given colour space ('RGB ' or 'GRAY'): a
 * whole header and the tags that take samples to the connection space, a look-up table (A2B0) or
 * curves, for RGB with a matrix. Said of a broken profile, or of one for other samples, is false.
 * ICC.1:2022 sections 7.2, 7.3 and 8.3.
 */
export function profileFits(profile: Uint8Array, space: 'RGB ' | 'GRAY'): boolean {
  const text = Buffer.from(profile).toString('latin1');
  if (text.slice(36, 40) !== 'acsp' || text.slice(16, 20) !== space) return false;
  const types = tagTypes(profile, text);
  if (types.has('A2B0')) return true;
  const isCurve = (tag: string) => types.get(tag) === 'curv' || types.get(tag) === 'para';
  if (space === 'GRAY') return isCurve('kTRC');
  return ['r', 'g', 'b'].every((c) => isCurve(`${c}TRC`) && types.get(`${c}XYZ`) === 'XYZ ');
}

/** The type signature of every tag that lies inside the profile. */
function tagTypes(profile: Uint8Array, text: string): Map<string, string> {
  const types = new Map<string, string>();
  const view = new DataView(profile.buffer, profile.byteOffset, profile.byteLength);
  if (profile.length < tableStart + 4) return types;
  const room = Math.floor((profile.length - tableStart - 4) / entryBytes);
  const count = Math.min(view.getUint32(tableStart), room);
  for (let i = 0; i < count; i++) {
    const at = tableStart + 4 + i * entryBytes;
    const offset = view.getUint32(at + 4);
    const end = offset + view.getUint32(at + 8);
    if (end <= profile.length) types.set(text.slice(at, at + 4), text.slice(offset, offset + 4));
  }
  return types;
}
