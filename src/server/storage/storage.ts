/** What a client asks a provider to keep. */
export interface StoreRequest {
  readonly bytes: Uint8Array;
  readonly contentType: string;
  /** Ending of the format, without a point. */
  readonly extension: string;
  /** As the client named it, unchecked; null where it did not. */
  readonly path: string | null;
  readonly bucket: string | null;
  readonly project: string | null;
  /** Whether an address for everybody is wanted. */
  readonly public: boolean;
}

/** Where it is kept. */
export interface Stored {
  readonly url: string;
  /** Null where there is none. */
  readonly publicUrl: string | null;
}

/** A place where answers are kept. */
export interface StorageProvider {
  /** What clients call it. */
  readonly name: string;
  /** Whatever it throws is told as `storage_failed`; a problem as it is. */
  store(request: StoreRequest): Promise<Stored>;
}
