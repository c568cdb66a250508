import { bytesText, estimateRow, type Row, resultRow } from './rows.js';

// The page that the service shows at /: drop a picture, see the estimate beside the result.

const byId = <T extends HTMLElement>(id: string): T => document.getElementById(id) as T;
const drop = byId('drop');
const input = byId<HTMLInputElement>('file');
const status = byId('status');
let file: File | null = null;
let running: AbortController | null = null;
const shown = new Map<string, string>();

input.addEventListener('change', () => take(input.files?.[0]));
for (const name of ['dragover', 'dragenter'] as const) {
  drop.addEventListener(name, (event) => {
    event.preventDefault();
    drop.classList.add('over');
  });
}
drop.addEventListener('dragleave', () => drop.classList.remove('over'));
drop.addEventListener('drop', (event) => {
  event.preventDefault();
  drop.classList.remove('over');
  take(event.dataTransfer?.files[0]);
});
// What is dropped beside it is not to replace the page.
for (const name of ['dragover', 'drop'] as const) {
  window.addEventListener(name, (event) => event.preventDefault());
}
byId('form').addEventListener('submit', (event) => event.preventDefault());
for (const id of ['preset', 'format']) byId(id).addEventListener('change', () => void run());
byId('key').addEventListener('change', () => void run());

function take(picked: File | undefined): void {
  if (picked === undefined) return;
  file = picked;
  void run();
}

async function run(): Promise<void> {
  if (file === null) return;
  running?.abort();
  const own = new AbortController();
  running = own;
  const rows: Row[] = [{ title: 'Picture', size: bytesText(file.size), saved: '', how: file.name }];
  say(`estimating ${file.name} …`);
  byId('pictures').hidden = true;
  show(rows);
  try {
    const estimate = await send('estimate', file, { preset: given('preset') }, own.signal);
    rows.push(estimateRow(await estimate.json()));
    show(rows);
    say('optimising …');
    const format = given('format');
    const options = {
      preset: given('preset'),
      ...(format === '' ? { allow_format_conversion: false } : { preferred_formats: [format] }),
    };
    const fields = { options: JSON.stringify(options) };
    const answer = await send('optimize', file, fields, own.signal);
    const made = await answer.blob();
    rows.push(resultRow(answer.headers));
    show(rows);
    picture('before', file);
    picture('after', made);
    const save = byId<HTMLAnchorElement>('save');
    save.href = shown.get('after')!;
    const ending = (answer.headers.get('x-optimized-format') ?? 'bin').replace('jpeg', 'jpg');
    save.download = `${file.name.replace(/\.[^.]*$/, '')}.small.${ending}`;
    byId('pictures').hidden = false;
    say('');
  } catch (error) {
    if (!own.signal.aborted) say(error instanceof Error ? error.message : String(error), true);
  }
}

async function send(
  route: string,
  picked: File,
  fields: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<Response> {
  const body = new FormData();
  for (const [name, value] of Object.entries(fields)) body.append(name, value);
  body.append('file', picked);
  const key = given('key');
  const headers: Record<string, string> = key === '' ? {} : { 'x-api-key': key };
  const answer = await fetch(route, { method: 'POST', body, headers, signal });
  if (answer.ok) return answer;
  const told = (await answer.json().catch(() => ({}))) as { message?: string };
  throw new Error(told.message ?? `the service answered ${answer.status}`);
}

function given(id: string): string {
  return byId<HTMLInputElement | HTMLSelectElement>(id).value;
}

function say(text: string, isWrong = false): void {
  status.textContent = text;
  status.classList.toggle('wrong', isWrong);
}

function show(rows: readonly Row[]): void {
  byId('figures').hidden = false;
  byId('rows').replaceChildren(
    ...rows.map(({ title, size, saved, how }) => {
      const line = document.createElement('tr');
      const head = document.createElement('th');
      head.scope = 'row';
      head.textContent = title;
      const cells = [size, saved, how].map((text) => {
        const cell = document.createElement('td');
        cell.textContent = text;
        return cell;
      });
      line.append(head, ...cells);
      return line;
    }),
  );
}

/** Shows bytes as a picture; the address of the one before is given back. */
function picture(id: 'before' | 'after', bytes: Blob): void {
  URL.revokeObjectURL(shown.get(id) ?? '');
  const url = URL.createObjectURL(bytes);
  shown.set(id, url);
  const image = byId<HTMLImageElement>(id);
  const told = image.nextElementSibling!;
  const tell = (isShown: boolean): void => {
    image.hidden = !isShown;
    told.textContent = isShown ? id : `${id}: this browser does not show such files`;
  };
  image.onload = () => tell(true);
  image.onerror = () => tell(false);
  image.src = url;
}
