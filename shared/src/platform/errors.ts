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
  "order-cancelled": [409, "This order is cancelled. Please order the dish again."],
  "dish-sold-out": [409, "There are not as many portions left of that dish."],
  "order-line-unknown": [404, "There is no such dish on this bill."],
  "entry-unknown": [404, "There is no such entry on this bill, or it is undone already."],
  "payment-unknown": [404, "There is no such payment."],
  "payment-moved": [409, "This payment has already gone on."],
  "payment-rejected": [409, "This cannot be paid as it was seen. Please look at the bill again."],
  "refund-changed": [409, "This payment does not hold that dish any more as it was seen."],
  "refund-too-high": [409, "More cannot be given back than was paid."],
  "void-too-high": [409, "There are not as many portions left of that dish."],
  "bill-open": [409, "This table has not paid yet. A manager can write the rest off."],
  "billing-changed": [409, "Somebody else has changed these settings meanwhile."],
  "billing-off": [409, "This restaurant does its bills elsewhere."],
  "demonstration-only": [409, "This works in the demonstration only."],
  "provider-unavailable": [503, "The payment provider cannot be reached right now."],
  "news-forged": [400, "This message is not from the payment provider."],
  "receipts-unsigned": [
    409,
    "Some receipts of this day are not signed yet. They will be once the signing device answers.",
  ],
  "day-empty": [409, "There are no receipts to close on this day."],
  "receipt-unknown": [404, "There is no such receipt."],
  "item-unknown": [404, "There is no such dish on the menu."],
  "draft-changed": [409, "Somebody else has changed the menu meanwhile. Please look at it again."],
  "menu-unpublishable": [
    409,
    "This menu cannot be published: it has no dish with a price, or a choice that nobody can make.",
  ],
  "version-unknown": [404, "There is no such version of the menu."],
  "spreadsheet-type": [
    415,
    "This is not a spreadsheet that can be read. Please save it as XLSX without a password, or as CSV.",
  ],
  "spreadsheet-broken": [422, "The file of this spreadsheet is damaged or incomplete."],
  "spreadsheet-too-large": [
    413,
    "This spreadsheet is too large. Please bring only the sheets that hold the menu.",
  ],
  "photo-type": [415, "This is not a photo that can be read. JPEG, PNG, WebP, AVIF and HEIC can."],
  "photo-heic": [415, "This kind of HEIC cannot be read here. Please send the photo as JPEG."],
  "photo-broken": [422, "The file of this photo is damaged or incomplete."],
  "photo-moving": [422, "Moving pictures cannot be shown. Please send a still photo."],
  "photo-too-large": [413, "The file of this photo is too large: 12 MB are the most."],
  "photo-too-many-pixels": [413, "This photo has too many pixels: 50 million are the most."],
  "photo-unknown": [404, "There is no such photo here. Please upload it again."],
  "photos-full": [409, "There are as many photos as this restaurant can keep."],
  "station-unknown": [404, "There is no such station in this kitchen."],
  "station-name-taken": [409, "There is already a station with this name."],
  "stations-full": [409, "There are as many stations as a kitchen can have."],
  "stations-changed": [409, "Somebody else has changed the stations meanwhile."],
  "printer-unknown": [404, "There is no such printer in this kitchen."],
  "printer-name-taken": [409, "There is already a printer with this name."],
  "printers-full": [409, "There are as many printers as a kitchen can have."],
  "print-unknown": [404, "There is no such slip, or it is on paper."],
  "no-fallback": [
    409,
    "Nothing can be handed on: there is no other printer for it, or nothing waits.",
  ],
  "account-unknown": [404, "There is no such account."],
  "login-taken": [409, "There is already an account with this name."],
  "last-manager": [409, "A restaurant needs at least one manager."],
  "sign-in-unknown": [404, "There is no such sign-in, or it is already over."],
  "export-too-large": [413, "That is too much for one file. Please choose a shorter period."],
  "restaurant-unknown": [404, "There is no such restaurant."],
  overloaded: [503, "Too many guests at once. Trying again shortly."],
  restarting: [503, "This server is being restarted. Trying again shortly."],
  "storage-unavailable": [503, "The service cannot save right now. Trying again shortly."],
  "reading-unavailable": [503, "This cannot be loaded right now. Trying again shortly."],
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
