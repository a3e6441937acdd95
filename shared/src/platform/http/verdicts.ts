/**
 * Whose an answer is, and what it settles. Anybody may answer in our server's place: a proxy with its
 * error page, a network that wants a sign-in first, another product at our address. So an answer counts
 * as ours only by what its body says, never by its status alone (a header that marks ours would prove no
 * more, and proxies drop headers that they do not know); and a refusal of ours settles a question only
 * when its code is about that question. Everything else is asked again.
 */
import { ERRORS, type ErrorBody, type ErrorCode } from "../errors.ts";
import { misfit, type Shape } from "./shape.ts";

/**
 * Errors of the API, and what a client adds: no connection, no answer in time, a network that wants
 * its own sign-in first.
 */
export type ClientErrorCode = ErrorCode | "network" | "timeout" | "captive-portal";

/** What of an answer is known before its body. */
export interface AnswerHead {
  readonly status: number;
  /** It sends us elsewhere, which our server never does. */
  readonly redirect: boolean;
  /** The content-type header; empty without one. */
  readonly contentType: string;
}

export type Verdict =
  /** Ours: what was asked for, JSON or the text of a file. */
  | { readonly kind: "answer"; readonly body: unknown }
  /** Ours: why not. */
  | { readonly kind: "refusal"; readonly error: ErrorBody["error"] }
  /** No answer to what was asked, as a code for people. */
  | { readonly kind: "none"; readonly code: "network" | "captive-portal" | "internal" };

/** What is asked for: JSON of a shape, or a file of a media type. */
export type Wanted = { readonly json: Shape } | { readonly mediaType: string };

/** Whose a whole answer is and what it says. */
export function judge(head: AnswerHead, text: string, wanted: Wanted): Verdict {
  const verdict = head.redirect ? undefined : ourVerdict(head, text, wanted);
  return verdict ?? { kind: "none", code: isPortal(head) ? "captive-portal" : "network" };
}

/** Undefined when it is not ours. */
function ourVerdict(head: AnswerHead, text: string, wanted: Wanted): Verdict | undefined {
  if (head.status === 200 && "mediaType" in wanted) {
    return isOfType(head, wanted.mediaType) ? { kind: "answer", body: text } : undefined;
  }
  const json = isOfType(head, "application/json") ? parsed(text) : undefined;
  if (!json) return undefined;
  if (head.status !== 200 || "mediaType" in wanted) return refusalIn(json, head.status);
  return misfit(wanted.json, json) === undefined ? { kind: "answer", body: json } : undefined;
}

/** A network that wants a sign-in shows its page in place of ours, leads to it, or says so (RFC 6585). */
function isPortal(head: AnswerHead): boolean {
  const { status, redirect } = head;
  return redirect || status === 511 || (status === 200 && isOfType(head, "text/html"));
}

/** Our error body with the status that belongs to its code. */
function refusalIn(json: object, status: number): Verdict | undefined {
  const { error } = json as { readonly error?: Partial<Record<string, unknown>> | null };
  if (typeof error !== "object" || error === null) return undefined;
  const { code, message, field, retryAfterS, attemptsLeft } = error;
  if (typeof code !== "string" || typeof message !== "string") return undefined;
  // A newer server's: no network's fault, and not understood.
  if (!isOurs(code)) return CODE_FORM.test(code) ? { kind: "none", code: "internal" } : undefined;
  if (ERRORS[code][0] !== status) return undefined;
  return {
    kind: "refusal",
    error: {
      ...{ code, message },
      ...(typeof field === "string" && { field }),
      ...(typeof retryAfterS === "number" && { retryAfterS }),
      ...(typeof attemptsLeft === "number" && { attemptsLeft }),
    },
  };
}

const CODE_FORM = /^[a-z]+(-[a-z]+)*$/;

function isOurs(code: string): code is ErrorCode {
  return Object.hasOwn(ERRORS, code);
}

function isOfType({ contentType }: AnswerHead, mediaType: string): boolean {
  return contentType.split(";", 1)[0]?.trim().toLowerCase() === mediaType;
}

function parsed(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? value : undefined;
  } catch {
    return undefined; // cut short, or not JSON at all
  }
}

const SIGN_IN_OVER = ["token-missing", "token-invalid", "token-expired"] as const;

/** What pages ask, each with the codes that settle it. */
const SETTLING = {
  /** Does this phone still sit at its table? Asked with its refresh token. */
  seat: [
    "token-invalid",
    "token-expired",
    "session-closed",
    "session-expired",
    "session-unknown",
    "diner-gone",
  ],
  /** Is somebody of the staff signed in here? */
  signIn: SIGN_IN_OVER,
  /** What is at this table's code? */
  table: ["table-unknown"],
  /** What is there to read for whoever is signed in? */
  reading: [...SIGN_IN_OVER, "not-allowed"],
  /** Have these lines of an order gone on? */
  bump: [
    ...SIGN_IN_OVER,
    "not-allowed",
    "order-unknown",
    "order-line-unknown",
    "order-moved",
    "order-move-refused",
    // Not what this server takes for a move.
    "field-invalid",
  ],
  /** Is it known that a screen shows these orders? */
  acknowledgement: [...SIGN_IN_OVER, "not-allowed", "station-unknown", "field-invalid"],
  /** What happened in this session? */
  recording: [
    ...SIGN_IN_OVER,
    "not-allowed",
    "session-unknown",
    "log-gone",
    // An address that cannot be a session's.
    "field-invalid",
  ],
} as const satisfies Record<string, readonly ErrorCode[]>;

export type Question = keyof typeof SETTLING;

/** Whether a failure with this code is the answer to a question, rather than none for now. */
export function settles(question: Question, code: string): boolean {
  return (SETTLING[question] as readonly string[]).includes(code);
}
