/** What the worker that reads a session tells the page, in this order. */

import type { SessionEvent } from "@tureen/shared/replay/events";
import type { JournalEntry, KeyChange } from "@tureen/shared/replay/journal";
import type { OfflineStretch } from "@tureen/shared/replay/phones";
import type { Recording } from "@tureen/shared/replay/recording";
import type { DinerId } from "@tureen/shared/table/document/types";
import type { ClientErrorCode } from "../../platform/ui/errors.ts";

/** A recording without its log, which the page gets as a journal. */
export type RecordingFacts = Omit<Recording, "log" | "confirms">;

/** Who sat at the table, in the order of the seats. */
export interface SessionDiner {
  readonly diner: DinerId;
  readonly seat: number;
  readonly colour: number;
  readonly host: boolean;
}

/** Why a session cannot be shown; "damaged": it came, and it is not a session's file. */
export type RecordingFailure = ClientErrorCode | "damaged";

export type WorkerMessage =
  | { readonly kind: "progress"; readonly done: number; readonly of: number }
  | {
      readonly kind: "facts";
      readonly facts: RecordingFacts;
      readonly diners: readonly SessionDiner[];
      readonly stretches: readonly OfflineStretch[];
    }
  | {
      readonly kind: "entries";
      readonly log: readonly JournalEntry[];
      readonly changes: readonly (readonly KeyChange[])[];
    }
  | { readonly kind: "events"; readonly events: readonly SessionEvent[] }
  | { readonly kind: "done" }
  | { readonly kind: "failed"; readonly code: RecordingFailure };

/** What the page asks the worker for: which session. */
export interface WorkerRequest {
  readonly sessionId: string;
}
