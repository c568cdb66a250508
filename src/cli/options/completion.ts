/** First word of a command line that asks what another command line can go on with. */
export const completionWord = 'complete';

/** Shells that completion is printed for. */
export const shells = ['bash', 'zsh'] as const;

/** What `pareto completion` takes. */
export const completionOptions = {
  shell: { choices: shells, describe: 'Which shell  [by the variable SHELL, else bash]' },
} as const;
