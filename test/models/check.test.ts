import { expect, test, vi } from 'vitest';
import { loadCard } from '#src/models/catalogue.js';
import { checkModel } from '#src/models/check.js';
import { temporaryFolder } from '../support/folders.ts';
import { describeShared, shared } from '../support/shared.ts';

describeShared('checkModel', () => {
  test.each(['lpips-alex', 'lpips-squeeze'])('%s gives what its card says', async (id) => {
    vi.stubEnv('PARETO_MODELS', shared('models'));
    const checked = await checkModel(await loadCard(id));
    expect(checked.passed).toBe(true);
    expect(checked.values).toHaveLength(4);
    expect(checked.values.filter(({ expected }) => expected > 0.01)).toHaveLength(2);
    expect(checked.macsPerPixel).toBeGreaterThan(10_000);
  });

  test('a card that says something else is missed', async () => {
    vi.stubEnv('PARETO_MODELS', shared('models'));
    const card = await loadCard('lpips-alex');
    const [first, ...rest] = card.checks;
    const off = { ...first!, value: first!.value + 2 * first!.tolerance };
    const checked = await checkModel({ ...card, checks: [off, ...rest] });
    expect(checked.passed).toBe(false);
    expect(checked.values.filter(({ passed }) => !passed)).toHaveLength(1);
  });
});

test('a missing model says how to get it', async () => {
  vi.stubEnv('PARETO_MODELS', '');
  vi.stubEnv('PARETO_CACHE', await temporaryFolder());
  const card = await loadCard('lpips-squeeze');
  const files = [{ ...card.graphs['distance']!.files[0]!, file: 'absent.onnx' }];
  const absent = { ...card, graphs: { distance: { ...card.graphs['distance']!, files } } };
  await expect(checkModel(absent)).rejects.toThrow(
    "lpips-squeeze cannot be checked: absent.onnx is not here: 'pareto models export lpips-squeeze' makes it",
  );
});
