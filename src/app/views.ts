import { answerView } from './answer-view.js';
import { boardView } from './board-view.js';
import { curvesView } from './curves-view.js';
import { entropyView } from './entropy-view.js';
import { estimatesView } from './estimates-view.js';
import { imagesView } from './images-view.js';
import { methodView } from './method-view.js';
import { pairsView } from './pairs-view.js';
import { speedView } from './speed-view.js';
import type { View } from './view.js';

/** The views, in the order of their tabs; the first one is shown unless another is asked for. */
export const views: readonly View[] = [
  answerView,
  boardView,
  curvesView,
  speedView,
  pairsView,
  entropyView,
  estimatesView,
  imagesView,
  methodView,
];
