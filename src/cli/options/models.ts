/** What can be done with models. */
export const modelActions = ['list', 'export', 'check'] as const;

/** What `pareto models` takes. */
export const modelsOptions = {
  action: { choices: modelActions, default: 'list', describe: 'What to do' },
  id: { type: 'string', describe: 'Which model; check takes all that are here without it' },
  weights: { type: 'string', describe: 'export: where from; models/<id>/card.json lists sources' },
  quality: { type: 'string', describe: 'export: levels of a learned codec, 1,3,6  [all]' },
  tuned: { type: 'string', describe: 'export: what its weights were trained for: mse, ms-ssim' },
  checkpoint: { type: 'string', describe: 'export: your own weights of the same class' },
  python: { type: 'string', describe: 'export: a Python that has PyTorch and the rest already' },
  out: {
    type: 'string',
    describe:
      'export: folder to write to  [models/<id> of a clone, the cache of an installed package]',
  },
  yes: { type: 'boolean', default: false, describe: 'export: download what is needed' },
  json: { type: 'boolean', default: false, describe: 'list, check: print JSON' },
} as const;
