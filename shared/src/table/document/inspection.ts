import type { ErrorCode } from "../../platform/errors.ts";
import type { Confirm, Line, Mark, PaymentWish } from "./types.ts";

/** What an accepted update brings that the server has to act on. */
export interface Inspection {
  readonly ok: true;
  /** False when the document already holds all of it: nothing to store. */
  readonly news: boolean;
  /** What has to be stored: the update without what the document already holds. */
  readonly update: Uint8Array;
  readonly lines: readonly { readonly id: string; readonly line: Line }[];
  readonly confirms: readonly { readonly id: string; readonly confirm: Confirm }[];
  readonly wishes: readonly { readonly id: string; readonly wish: PaymentWish }[];
  readonly mark: Mark | null;
  /** How many values the update sets. */
  readonly edits: number;
}

export interface Refusal {
  readonly ok: false;
  readonly code: ErrorCode;
  /** For the log: what exactly was refused. Ids and keys only. */
  readonly detail: string;
}
