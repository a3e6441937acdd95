/** What a verification came to. */

/** What kind of difference it is; stable, for tools. */
export type DifferenceCode =
  | "log-gap"
  | "log-malformed"
  | "log-refused"
  | "log-foreign"
  | "log-incomplete"
  | "session-differs"
  | "snapshot-unreadable"
  | "snapshot-differs"
  | "live-unreadable"
  | "live-ahead"
  | "live-behind"
  | "confirm-unqueued"
  | "confirm-unknown"
  | "confirm-differs"
  | "menu-missing"
  | "decision-missing"
  | "decision-differs"
  | "receipt-missing"
  | "receipt-unexplained"
  | "receipt-differs"
  | "order-in-document-differs"
  | "order-missing"
  | "order-unknown"
  | "order-differs"
  | "status-differs"
  | "history-differs"
  | "void-differs"
  | "wish-unqueued"
  | "wish-differs"
  | "payment-missing"
  | "payment-decision-differs"
  | "ledger-differs";

/** The first thing that does not agree. */
export interface Difference {
  readonly code: DifferenceCode;
  /** What it is about and where in it: "order #17, lines[0].unitPrice". */
  readonly where: string;
  readonly expected?: unknown;
  readonly found?: unknown;
}

export type Verdict =
  | {
      readonly ok: true;
      /** False: without its log only the orders could be compared, with what was decided. */
      readonly logKept: boolean;
      readonly edits: number;
      /** Confirms that have their outcome, and those that still wait for it. */
      readonly confirms: number;
      readonly pending: number;
      readonly orders: number;
      /** Entries of the ledger that the bill was compared with. */
      readonly entries: number;
    }
  | { readonly ok: false; readonly difference: Difference };

const SENTENCES: Record<DifferenceCode, string> = {
  "log-gap": "the log lacks an entry",
  "log-malformed": "an entry of the log is not an update",
  "log-refused": "an entry of the log would not have been let in",
  "log-foreign": "the server's entry writes what belongs to diners",
  "log-incomplete": "an entry of the log builds on what is missing",
  "session-differs": "the session's row and its document do not agree",
  "snapshot-unreadable": "a snapshot cannot be read",
  "snapshot-differs": "a snapshot is not what the log makes",
  "live-unreadable": "the running server's copy cannot be read",
  "live-ahead": "the running server shows what the log does not hold",
  "live-behind": "the running server lacks what the log holds",
  "confirm-unqueued": "a confirm of the document is not in the queue",
  "confirm-unknown": "a queued confirm is not in the document",
  "confirm-differs": "the queue and the log do not agree about a confirm",
  "menu-missing": "a menu version that was decided with is not on record",
  "decision-missing": "it is not on record what a confirm was decided from",
  "decision-differs": "the same inputs do not lead to the recorded outcome",
  "receipt-missing": "a decided confirm has no receipt in the document",
  "receipt-unexplained": "no decision explains a receipt in the document",
  "receipt-differs": "the receipt in the document is not the decided one",
  "order-in-document-differs": "the order in the document is not the decided one",
  "order-missing": "an order of the document is not in Postgres",
  "order-unknown": "an order in Postgres is not in the document",
  "order-differs": "the order in Postgres is not the decided one",
  "status-differs": "Postgres and the document do not agree about an order's status",
  "history-differs": "an order's history is not what the log tells",
  "void-differs": "the kitchen was told of a void that the bill does not hold so",
  "wish-unqueued": "a wish to pay of the document is not in its queue",
  "wish-differs": "the queue and the log do not agree about a wish to pay",
  "payment-missing": "a decided wish to pay has no outcome in the document",
  "payment-decision-differs":
    "the same inputs do not lead to the recorded outcome of a wish to pay",
  "ledger-differs": "the bill in the document is not what the ledger says",
};

/** A difference as one line: what, where, expected and found. */
export function describeDifference({ code, where, expected, found }: Difference): string {
  const values =
    expected === undefined && found === undefined
      ? ""
      : `: expected ${shown(expected)}, found ${shown(found)}`;
  return `${SENTENCES[code]} (${code}): ${where}${values}`;
}

function shown(value: unknown): string {
  const text = value === undefined ? "nothing" : JSON.stringify(value);
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
}
