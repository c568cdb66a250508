/** The class of an image of a data set, by its SHA-256; null where none is known. */
export type ContentLookup = (dataset: string, sha256: string) => string | null;
