import type { SaveMark } from "./replica.ts";

/** What a phone has kept of a document. */
export interface StoredCopy {
  /** Updates that together are the document, in the order in which they were made. */
  readonly updates: readonly Uint8Array[];
  /** How far the server was known to have this phone's clients. */
  readonly serverHas: SaveMark;
}

/**
 * A place on the phone where one document's copy outlives the page. Anything here may fail, hang, or be
 * taken away by the browser or another tab at any moment; whoever uses it has to live with that
 * (kept-copy.ts).
 */
export interface CopyStore {
  /** Opens it; `lost` is called when it is taken away later. */
  open(lost: () => void): Promise<OpenCopy>;
  /** Removes everything that was kept. */
  remove(): Promise<void>;
}

/** An open place. Each promise resolves when what was asked for is safe. */
export interface OpenCopy {
  read(): Promise<StoredCopy>;
  append(updates: readonly Uint8Array[], serverHas: SaveMark): Promise<void>;
  /** Puts one update in place of all that is there, which `merge` is given, in one transaction. */
  rewrite(
    merge: (stored: StoredCopy) => { readonly state: Uint8Array; readonly serverHas: SaveMark },
  ): Promise<void>;
  /** Lets go of it; never throws. */
  close(): void;
}
