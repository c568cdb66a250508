// Draws a picture, lets the browser make a JPEG of it, and scores the one against the other.

import { createScoring, rasterOf, scoreEach } from 'paretobench/metrics';

const ids = ['psnr', 'ssim', 'ms-ssim', 'ssimulacra2', 'butteraugli'];
const quality = document.getElementById('quality');
const original = document.getElementById('original').getContext('2d', { willReadFrequently: true });
const decoded = document.getElementById('decoded').getContext('2d', { willReadFrequently: true });
const { width, height } = original.canvas;

draw(original);
// One Raster for all calls: what the metrics prepare of the original stays in the scoring.
const reference = rasterOf(original.getImageData(0, 0, width, height));
const scoring = createScoring();

let running = new AbortController();
quality.addEventListener('input', update);
update();

/** Ends the scoring that runs and begins another. */
function update() {
  running.abort();
  running = new AbortController();
  const { signal } = running;
  compare(signal).catch((error) => {
    if (!signal.aborted) document.getElementById('error').textContent = String(error);
  });
}

async function compare(signal) {
  const jpeg = await new Promise((resolve) => {
    original.canvas.toBlob(resolve, 'image/jpeg', Number(quality.value) / 100);
  });
  const bitmap = await createImageBitmap(jpeg);
  signal.throwIfAborted();
  decoded.drawImage(bitmap, 0, 0);
  document.getElementById('bytes').textContent = `${jpeg.size} bytes`;

  const rows = [];
  const picture = decoded.getImageData(0, 0, width, height);
  for await (const { metric, score, error } of scoreEach(reference, picture, ids, {
    scoring,
    signal,
  })) {
    const row = document.createElement('tr');
    row.dataset['metric'] = metric.id;
    row.dataset['value'] = String(score?.value);
    const shown = score === null ? String(error) : score.value.toFixed(metric.decimals);
    for (const text of [metric.title, shown, metric.unit]) row.insertCell().textContent = text;
    rows.push(row);
  }
  document.getElementById('scores').replaceChildren(...rows);
}

function draw(context) {
  const sky = context.createLinearGradient(0, 0, width, height);
  sky.addColorStop(0, '#2b5d8a');
  sky.addColorStop(1, '#f2c14e');
  context.fillStyle = sky;
  context.fillRect(0, 0, width, height);
  for (let i = 0; i < 60; i++) {
    context.fillStyle = `hsl(${i * 47} 60% 50% / 60%)`;
    context.beginPath();
    context.arc((i * 97) % width, (i * 61) % height, 4 + (i % 17), 0, 2 * Math.PI);
    context.fill();
  }
}
