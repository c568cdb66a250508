import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';
import { rdRecordsIn, runPareto, startPareto } from '../support/pareto.js';
import { startRedis, testWithRedis } from '../support/redis.js';
import { scratch } from '../support/scratch.js';

const tls = (name: string): string =>
  fileURLToPath(new URL(`../fixtures/tls/${name}`, import.meta.url));

testWithRedis(
  'a queue behind TLS and a password takes those who know both, and tells nobody the password',
  async () => {
    const root = scratch();
    const password = 'a secret of 24 letters..';
    const { port } = await startRedis(
      root,
      [
        ...['--tls-cert-file', tls('cert.pem'), '--tls-key-file', tls('key.pem')],
        ...['--tls-ca-cert-file', tls('ca.pem'), '--tls-auth-clients', 'no'],
        ...['--requirepass', password, '--appendonly', 'no'],
      ],
      { isTls: true },
    );
    const queue = `rediss://localhost:${port}`;
    const trusted = { NODE_EXTRA_CA_CERTS: tls('ca.pem') };
    const env = { ...trusted, PARETO_REDIS_PASSWORD: password };
    const asked = ['work', '--queue', queue, '--testbed', 'one', '--idle', '1'];
    const refused = [
      // Who does not know the server's maker, who knows no password, who knows a wrong one.
      await runPareto(asked, { cache: root, env: { PARETO_REDIS_PASSWORD: password } }),
      await runPareto(asked, { cache: root, env: trusted }),
      await runPareto(asked, {
        cache: root,
        env: { ...trusted, PARETO_REDIS_PASSWORD: 'wrong one' },
      }),
    ];
    for (const { status, stderr } of refused) {
      expect([status, stderr]).toEqual([1, expect.stringContaining(`no queue at ${queue}`)]);
      expect(stderr).not.toMatch(/a secret|wrong one/);
      expect(stderr.trim().split('\n')).toHaveLength(1);
    }
    const worker = startPareto([...asked.slice(0, -1), '60'], { cache: path.join(root, 'w'), env });
    const out = path.join(root, 'out');
    const what = ['--codec', 'qoi', '--metrics', 'psnr', '--limit', '1', '--crop', '32x32'];
    const swept = await runPareto(['sweep', ...what, '--queue', queue, '--out', out], {
      ...{ cache: path.join(root, 's'), env },
    });
    expect([swept.status, swept.stderr]).toEqual([0, expect.any(String)]);
    worker.process.kill('SIGTERM');
    await worker.ended;
    const [record] = rdRecordsIn(path.join(out, 'rd', 'sample', 'qoi.jsonl'));
    expect(record).toMatchObject({ machine: 'one', error: null });
  },
  180_000,
);
