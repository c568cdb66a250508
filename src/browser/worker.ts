import { messageOf } from '../base/errors.js';
import { decodePnm } from '../image/pnm.js';
import type { Raster } from '../image/raster.js';
import { calibrate } from '../sweeps/timing/calibration.js';
import { clockwork } from './clockwork.js';
import type { Answer, Question } from './messages.js';
import { runPass } from './pass.js';
import { measureRd } from './rd.js';

// The worker of the page: measures, one question at a time. What hangs in it is ended by ending it.

const pictures = new Map<string, Raster>();

interface Scope {
  onmessage: ((event: { readonly data: Question }) => void) | null;
  postMessage(message: Answer): void;
}

const scope = globalThis as unknown as Scope;

scope.onmessage = ({ data }) => {
  answer(data).then(
    (given) => scope.postMessage({ answer: given }),
    (error: unknown) => scope.postMessage({ failed: messageOf(error) }),
  );
};

async function answer(question: Question): Promise<unknown> {
  switch (question.kind) {
    case 'hello':
      return clockwork();
    case 'picture':
      pictures.set(question.sha256, decodePnm(question.pam, { maxPixels: 2 ** 31 }));
      return null;
    case 'rd':
      return measureRd(question, pictureOf(question.sha256));
    case 'pass':
      return runPass(question, question.sha256s.map(pictureOf));
    case 'calibrate':
      return calibrate();
  }
}

function pictureOf(sha256: string): Raster {
  const picture = pictures.get(sha256);
  if (picture) return picture;
  throw new Error('a picture was not sent to the worker before it was asked about');
}
