import type { Receipt, SessionStatus } from "../table/document/types.ts";
import type { ConfirmDecision, ConfirmInput } from "./decide.ts";

/** What a confirm was decided from, and how: the `result` of its queue row. */
export interface DecisionRecord {
  /** The document as of this number of the log was decided upon. */
  readonly seq: number;
  readonly sessionStatus: SessionStatus;
  readonly menuVersion: number;
  readonly availability: ConfirmInput["availability"];
  /** When the server received the confirm. */
  readonly arrivedAt: number;
  readonly maxAgeMs: number;
  /** What the restaurant's clock and hours said then; earlier decisions knew none. */
  readonly clock?: ConfirmInput["clock"];
  /** What the table had to pay first, where it had to pay round by round. */
  readonly due?: number | undefined;
  readonly decision: ConfirmDecision;
  readonly receipt: Receipt;
}
