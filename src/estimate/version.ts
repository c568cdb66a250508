/**
 * Version of how estimates are made, part of the key of their records: raise it when an estimator,
 * the choice of one, or what is made of its sample gives another figure.
 */
export const estimationVersion = 9;
