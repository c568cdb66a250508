/** Told of what goes wrong without ending the work, in one line. */
export type Warn = (message: string) => void;
