import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { encode } from '#src/codecs/encode.js';
import { encodePng } from '#src/image/files/save.js';
import { describeBrowser, openBrowser } from '../../support/browser.ts';
import { picture } from '../../support/photos.ts';
import { startService, type TestedService } from '../../support/service.ts';

const image = picture(200, 150);

describeBrowser('the page of the service', () => {
  let service: TestedService;
  beforeAll(async () => {
    service = await startService();
  });
  afterAll(() => service.drain());

  /** The page at a size, with what it asked for elsewhere and complained of. */
  const open = async (width: number, height: number) => {
    const browser = await openBrowser();
    onTestFinished(() => browser.close());
    const page = await browser.newPage({ viewport: { width, height } });
    const wrong: string[] = [];
    page.on('pageerror', (error) => wrong.push(String(error)));
    page.on('console', (message) => {
      if (!/status of 4\d\d/.test(message.text())) wrong.push(message.text());
    });
    page.on('request', (request) => {
      const url = request.url();
      if (![`${service.url}/`, 'blob:', 'data:'].some((own) => url.startsWith(own)))
        wrong.push(url);
    });
    await page.goto(service.url);
    const give = (name: string, bytes: Uint8Array) =>
      page.setInputFiles('#file', { name, mimeType: '', buffer: Buffer.from(bytes) });
    const row = (title: string) =>
      page.getByRole('row').filter({ has: page.getByRole('rowheader', { name: title }) });
    return { page, wrong, give, row };
  };

  test.each([
    [1440, 900],
    [390, 844],
  ])('at %ix%i shows the estimate beside the result, and both pictures', async (width, height) => {
    const { page, wrong, give, row } = await open(width, height);
    await give('a.png', await encodePng(image));
    await page.getByRole('link', { name: 'Save the smaller file' }).waitFor();
    expect(await row('Estimate').innerText()).toMatch(/kB.*png by exact, confidence high/s);
    expect(await row('Result').innerText()).toMatch(/kB.*%.*png by \w+, ssimulacra2 \d/s);
    for (const id of ['before', 'after']) {
      await expect.poll(() => page.evaluate(`${id}.naturalWidth`)).toBe(200);
    }
    const beyond = await page.evaluate('document.documentElement.scrollWidth - innerWidth');
    expect(beyond).toBe(0);
    expect(wrong).toEqual([]);
  });

  test('makes the format that is chosen, and says what the browser does not show', async () => {
    const { page, wrong, give, row } = await open(800, 600);
    await page.getByLabel('Format').selectOption('webp');
    await give('a.tiff', (await encode(image, 'tiff')).bytes);
    await page.getByRole('link', { name: 'Save the smaller file' }).waitFor();
    expect(await row('Result').innerText()).toMatch(/webp by webp/);
    await page.getByText('before: this browser does not show such files').waitFor();
    await page.getByText('after', { exact: true }).waitFor();
    expect(await page.getByRole('link', { name: 'Save' }).getAttribute('download')).toBe(
      'a.small.webp',
    );
    expect(wrong).toEqual([]);
  });

  test('tells what is wrong with a picture, and takes the next', async () => {
    const { page, wrong, give } = await open(800, 600);
    const png = await encodePng(image);
    await give('cut.png', png.subarray(0, png.length / 2));
    await page
      .getByRole('status')
      .getByText(/the picture is damaged .*save it anew/)
      .waitFor();
    await give('text.png', Buffer.from('text'));
    await page
      .getByRole('status')
      .getByText(/expected a picture of a known format/)
      .waitFor();
    await give('a.png', png);
    await page.getByRole('link', { name: 'Save the smaller file' }).waitFor();
    expect(await page.getByRole('status').innerText()).toBe('');
    expect(wrong).toEqual([]);
  });
});
