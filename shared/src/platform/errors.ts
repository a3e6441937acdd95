/**
 * Every refusal that leaves the system: a stable code, an HTTP status and a sentence. Phones
 * translate by code; the sentence is for logs, tools and languages that have no translation.
 */
export const ERRORS = {
  "request-malformed": [400, "The request does not follow the rules of HTTP."],
  "request-too-slow": [408, "The request took too long to arrive."],
  "address-too-long": [414, "The address is too long."],
  "headers-too-large": [431, "The headers of the request are too large."],
  "body-not-json": [400, "The request body is not valid JSON."],
  "body-too-large": [413, "The request body is too large."],
  "field-invalid": [400, "A field of the request is missing or has a wrong value."],
  "not-found": [404, "There is nothing at this address."],
  "method-not-allowed": [405, "This address does not support that method."],
  "host-unknown": [
    421,
    "Tureen is not known by this name here. Use the address that it printed at the start, or set PUBLIC_URL.",
  ],
  "origin-refused": [403, "Requests from other sites are not accepted."],
  "table-unknown": [404, "This code does not belong to a table. Please ask the staff."],
  "table-free": [409, "Nobody has opened this table yet."],
  "table-taken": [409, "This table is already open. Join it with its PIN."],
  "table-staff-opens": [403, "The staff opens the tables here. Please ask for your PIN."],
  "pin-wrong": [403, "That PIN is not right."],
  "pin-locked": [429, "Too many wrong PINs. Please wait a moment or ask the staff."],
  "pin-wait": [
    429,
    "Too many wrong PINs from here. Please wait a moment, or scan the join code of somebody who sits at the table.",
  ],
  "join-link-old": [403, "This link no longer leads to the table. Please ask for the PIN."],
  "table-full": [409, "No more people can join this table."],
  "rate-limited": [429, "Too many requests. Please wait a moment."],
  "token-missing": [401, "You are not signed in."],
  "token-invalid": [401, "This sign-in is not valid."],
  "token-expired": [401, "This sign-in has expired."],
  "not-allowed": [403, "You are not allowed to do this."],
  "credentials-wrong": [401, "That name and password do not match."],
  "session-unknown": [404, "There is no such session."],
  "session-closed": [409, "This table has been closed."],
  "session-expired": [409, "This table's session has expired."],
  "log-gone": [410, "What happened at this table is no longer kept."],
  "diner-gone": [403, "You are no longer at this table."],
  "order-unknown": [404, "There is no such order."],
  "order-moved": [409, "Somebody else has already changed this order."],
  "order-move-refused": [409, "The order cannot change that way."],
  "item-unknown": [404, "There is no such dish on the menu."],
  "account-unknown": [404, "There is no such account."],
  "login-taken": [409, "There is already an account with this name."],
  "last-manager": [409, "A restaurant needs at least one manager."],
  "sign-in-unknown": [404, "There is no such sign-in, or it is already over."],
  "export-too-large": [413, "That is too much for one file. Please choose a shorter period."],
  "restaurant-unknown": [404, "There is no such restaurant."],
  overloaded: [503, "Too many guests at once. Trying again shortly."],
  restarting: [503, "This server is being restarted. Trying again shortly."],
  "storage-unavailable": [503, "The service cannot save right now. Trying again shortly."],
  internal: [500, "Something went wrong on our side."],
  "server-too-old": [503, "This server is older than the app. Trying again shortly."],
  "app-too-old": [426, "This page is older than the restaurant's system. Please reload it."],
  // Refusals of an edit to the session document.
  "update-malformed": [400, "The edit is not a valid update."],
  "update-too-large": [413, "The edit is too large."],
  "update-incomplete": [409, "The edit builds on edits that the server does not have."],
  "foreign-client": [403, "The edit is signed with somebody else's device."],
  "foreign-key": [403, "The edit touches a part of the table that belongs to somebody else."],
  "foreign-delete": [403, "The edit deletes what belongs to somebody else or may not be deleted."],
  "root-unknown": [403, "The edit touches an unknown part of the document."],
  "content-refused": [400, "The edit holds a kind of content that the table does not use."],
  "value-invalid": [400, "The edit holds a value that is not allowed."],
  "written-once": [409, "The edit changes something that is written only once."],
  "line-unknown": [409, "The edit is about a line that does not exist."],
  "item-refused": [400, "The edit orders a dish or options that are not on the menu."],
  "document-full": [409, "This table's cart cannot take more."],
  "read-only": [403, "This sign-in may read the table and not change it."],
  "too-fast": [429, "Too many edits in a short time."],
} as const satisfies Record<string, readonly [number, string]>;

export type ErrorCode = keyof typeof ERRORS;

/** A refusal with its stable code; `field` names the part of the request it is about. */
export class TureenError extends Error {
  override readonly name = "TureenError";
  readonly code: ErrorCode;
  readonly field: string | undefined;
  /** Seconds after which trying again makes sense. */
  readonly retryAfterS: number | undefined;
  /** How many more tries there are before a wait, where tries are counted. */
  readonly attemptsLeft: number | undefined;

  constructor(
    code: ErrorCode,
    options: {
      field?: string;
      detail?: string;
      retryAfterS?: number | undefined;
      attemptsLeft?: number | undefined;
      cause?: unknown;
    } = {},
  ) {
    super(options.detail ? `${ERRORS[code][1]} (${options.detail})` : ERRORS[code][1], {
      cause: options.cause,
    });
    this.code = code;
    this.field = options.field;
    this.retryAfterS = options.retryAfterS;
    this.attemptsLeft = options.attemptsLeft;
  }

  get status(): number {
    return ERRORS[this.code][0];
  }
}

/** The body of every error answer of the HTTP API. */
export interface ErrorBody {
  readonly error: {
    readonly code: ErrorCode;
    readonly message: string;
    readonly field?: string;
    readonly retryAfterS?: number;
    readonly attemptsLeft?: number;
  };
}
