import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { WorkError } from '#src/errors.js';
import { withVips } from '#src/runtimes/vips.js';

describe('withVips', () => {
  it('runs work on one instance', async () => {
    expect(await withVips((vips) => vips)).toBe(await withVips((vips) => vips));
  });

  it('deletes what it was given to keep, also after an error', async () => {
    const kept = await withVips((vips, keep) => keep(vips.Image.black(4, 4)));
    expect(kept.isDeleted()).toBe(true);
    let failed: { isDeleted(): boolean } | undefined;
    const work = withVips((vips, keep) => {
      failed = keep(vips.Image.black(4, 4));
      vips.Image.jxlloadBuffer(new Uint8Array(9));
    });
    await expect(work).rejects.toThrow(WorkError);
    expect(failed?.isDeleted()).toBe(true);
  });

  it("turns libvips' errors into Errors of one line and keeps the instance", async () => {
    const before = await withVips((vips) => vips);
    const work = withVips((vips) => vips.Image.jxlloadBuffer(new Uint8Array(9)));
    const error: unknown = await work.catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(WorkError);
    expect((error as Error).message).toMatch(/^libvips: .*jxlload/);
    expect((error as Error).message).not.toContain('\n');
    expect(await withVips((vips) => vips)).toBe(before);
  });

  it('takes a new instance after a failure of another kind', async () => {
    const before = await withVips((vips) => vips);
    const trap = withVips(() => {
      throw new RangeError('memory access out of bounds');
    });
    await expect(trap).rejects.toThrow('libvips: memory access out of bounds');
    const after = await withVips((vips) => vips);
    expect(after).not.toBe(before);
    expect(await withVips((vips, keep) => keep(vips.Image.black(4, 5)).height)).toBe(5);
  });
});

describe('a process that used wasm-vips', () => {
  it.each(['open', 'close'])('ends by itself with its session left %s', (session) => {
    const script = fileURLToPath(new URL('vipschild.js', import.meta.url));
    const { status, stdout, stderr } = spawnSync(process.execPath, [script, session], {
      encoding: 'utf8',
      timeout: 30_000,
    });
    expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: '300\n', stderr: '' });
  });
});
