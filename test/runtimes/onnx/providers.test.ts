import { expect, test } from 'vitest';
import { providerAvailable, providers } from '#src/runtimes/onnx/providers.js';
import { keepChatterBack } from '../../support/chatter.ts';

keepChatterBack();

test('graphs run on the CPU; every other provider works or says what it needs', async () => {
  expect(await providerAvailable('cpu')).toBe(true);
  for (const provider of providers) {
    const answer = await providerAvailable(provider);
    if (answer !== true) expect(answer).toMatch(new RegExp(`^provider ${provider} needs \\w+`));
  }
  if (process.platform === 'linux') {
    expect(await providerAvailable('dml')).toMatch(
      /needs Windows with a GPU for DirectX 12; onnxruntime here has cpu/,
    );
  }
  expect(await providerAvailable('abacus')).toContain('abacus needs another build of onnxruntime');
});
