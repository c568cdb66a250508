import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { scratch } from '../../support/scratch.ts';
import { keepVipsWarm } from '../../support/vips.ts';
import { decodeInChild, type Question } from '../child.ts';
import { picture, roundTrip, samplesOf, withSession } from '../support.ts';
import { arms } from './arms.ts';

keepVipsWarm();

describe('another process', () => {
  it('decodes every file to the same samples from its bytes alone', async () => {
    const folder = scratch();
    const questions: Question[] = [];
    const expected: object[] = [];
    for (const [index, arm] of arms.entries()) {
      const original = picture({ width: 65, height: 41, channels: 4 });
      const { bytes, decoded } = await withSession(arm, (session) =>
        roundTrip(session, arm, original),
      );
      const file = path.join(folder, String(index));
      await writeFile(file, bytes);
      const engine = arm.settings['engine'] === undefined ? null : String(arm.settings['engine']);
      questions.push({ codec: arm.codec.id, engine, file, maxPixels: 1e6 });
      const { width, height, channels, depth } = decoded;
      expected.push({
        shape: [width, height, channels, depth],
        sha256: createHash('sha256').update(samplesOf(decoded)).digest('hex'),
      });
    }
    const answers = await decodeInChild(questions);
    expect(answers.map(({ shape, sha256 }) => ({ shape, sha256 }))).toEqual(expected);
  });

  it('loads no codec library for the tables and their engines', async () => {
    const program = `
      import { fileFormats } from '#src/codecs/formats.js';
      import { codecs } from '#src/codecs/registry.js';
      for (const id of codecs.names) {
        const codec = await codecs.load(id);
        codec.engine({}); await codec.available({});
      }
      process.report.excludeNetwork = true;
      console.log(process.report.getReport().sharedObjects.join('\\n'));
    `;
    const args = ['--input-type=module', '--eval', program];
    const loaded = execFileSync(process.execPath, args, { encoding: 'utf8' });
    expect(loaded).toContain('libc');
    expect(loaded).not.toMatch(/sharp|vips/);
  });
});
