import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { useBrowser, useShippedSite } from '../page/site.ts';
import { describeBrowser } from '../support/browser.ts';

const axe = readFileSync(fileURLToPath(import.meta.resolve('axe-core/axe.min.js')), 'utf8');
const views = [
  ...['answer', 'board', 'curves', 'speed', 'pairs'],
  ...['entropy', 'estimates', 'images', 'method'],
];
const sizes = [
  { width: 1440, height: 900 },
  { width: 390, height: 844 },
];

describeBrowser('axe-core finds nothing to mend', () => {
  const open = useBrowser();
  const shipped = useShippedSite();

  test.each(views)('in the view %s, wide and narrow, light and dark', async (view) => {
    const { page } = await open(`${shipped().url}#view=${view}&data=kodak&metric=ssimulacra2`);
    await page.evaluate(axe);
    const found: string[] = [];
    for (const viewport of sizes) {
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.setViewportSize(viewport);
        await page.emulateMedia({ colorScheme });
        const { violations } = await page.evaluate(() =>
          (
            globalThis as unknown as { axe: { run(): Promise<{ violations: Violation[] }> } }
          ).axe.run(),
        );
        for (const { id, nodes } of violations) {
          found.push(`${viewport.width} ${colorScheme}: ${id}: ${nodes[0]!.html}`);
        }
      }
    }
    expect(found).toEqual([]);
  });
});

interface Violation {
  readonly id: string;
  readonly nodes: readonly { readonly html: string }[];
}
