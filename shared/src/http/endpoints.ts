/**
 * Every address of the HTTP API with its method and who may call it. Free of zod, so that the web
 * app can carry it; bodies and answers are in contracts.ts.
 */
export interface Endpoint {
  readonly method: "get" | "post" | "patch";
  /** OpenAPI path with {parameters}. */
  readonly path: string;
  /** Nobody in particular, a diner with an access token, or staff with at least this role. */
  readonly auth: "none" | "diner" | "kitchen" | "waiter" | "manager";
  readonly summary: string;
}

/** The roles of staff, each including what the ones before it may do. */
export const STAFF_ROLES = ["kitchen", "waiter", "manager"] as const;

export type StaffRole = (typeof STAFF_ROLES)[number];

/** The roles that may use what is for staff with at least this role. */
export function rolesFrom(least: StaffRole): readonly StaffRole[] {
  return STAFF_ROLES.slice(STAFF_ROLES.indexOf(least));
}

export const ENDPOINTS = {
  readTable: {
    method: "get",
    path: "/api/t/{code}",
    auth: "none",
    summary: "What a table's QR code leads to",
  },
  readTableMenu: {
    method: "get",
    path: "/api/t/{code}/menu",
    auth: "none",
    summary: "The menu of the table's restaurant and what can be had now",
  },
  openTable: {
    method: "post",
    path: "/api/t/{code}/open",
    auth: "none",
    summary: "Open a free table and sit down as its host",
  },
  joinTable: {
    method: "post",
    path: "/api/t/{code}/join",
    auth: "none",
    summary: "Join an open table with its PIN",
  },
  refreshToken: {
    method: "post",
    path: "/api/diner/token",
    auth: "none",
    summary: "A new access token for a refresh token",
  },
  readSession: {
    method: "get",
    path: "/api/diner/session",
    auth: "diner",
    summary: "The diner's session: PIN, people and when it expires",
  },
  rename: {
    method: "patch",
    path: "/api/diner/me",
    auth: "diner",
    summary: "Change the diner's own name",
  },
  forgetMe: {
    method: "post",
    path: "/api/diner/forget",
    auth: "diner",
    summary: "Erase the diner's own name everywhere; their seat is shown instead",
  },
  leaveTable: {
    method: "post",
    path: "/api/diner/leave",
    auth: "diner",
    summary: "Leave the table",
  },
  removeDiner: {
    method: "post",
    path: "/api/diner/remove",
    auth: "diner",
    summary: "Remove a diner from the table (host only)",
  },
  signIn: {
    method: "post",
    path: "/api/staff/sign-in",
    auth: "none",
    summary: "Sign in as staff; sets the staff cookie",
  },
  signOut: {
    method: "post",
    path: "/api/staff/sign-out",
    auth: "kitchen",
    summary: "End this staff sign-in",
  },
  readStaff: {
    method: "get",
    path: "/api/staff/me",
    auth: "kitchen",
    summary: "Who is signed in, and at which restaurant",
  },
  readFloor: {
    method: "get",
    path: "/api/staff/floor",
    auth: "waiter",
    summary: "Every table, who is there and what they need",
  },
  staffOpenTable: {
    method: "post",
    path: "/api/staff/tables/{tableId}/open",
    auth: "waiter",
    summary: "Open a free table for guests",
  },
  readCart: {
    method: "get",
    path: "/api/staff/sessions/{sessionId}/cart",
    auth: "waiter",
    summary: "What is in a table's cart and nobody has sent, by whose it is",
  },
  closeSession: {
    method: "post",
    path: "/api/staff/sessions/{sessionId}/close",
    auth: "waiter",
    summary: "Close a table's session",
  },
  rotatePin: {
    method: "post",
    path: "/api/staff/sessions/{sessionId}/pin",
    auth: "waiter",
    summary: "Give a table a new PIN",
  },
  answerCall: {
    method: "post",
    path: "/api/staff/sessions/{sessionId}/answer",
    auth: "waiter",
    summary: "Say that a diner's call is being answered",
  },
  staffRemoveDiner: {
    method: "post",
    path: "/api/staff/sessions/{sessionId}/remove",
    auth: "waiter",
    summary: "Remove a diner from a table",
  },
  eraseDiner: {
    method: "post",
    path: "/api/staff/sessions/{sessionId}/erase",
    auth: "manager",
    summary: "Erase a diner's name everywhere, also long after; their seat is shown instead",
  },
  issueReaderToken: {
    method: "post",
    path: "/api/staff/sessions/{sessionId}/reader-token",
    auth: "manager",
    summary:
      "A token with which a developer's tool watches a session's document and writes nothing",
  },
  listReplays: {
    method: "get",
    path: "/api/staff/replays",
    auth: "manager",
    summary: "Sessions of the restaurant, newest first, with how much is on record of each",
  },
  readReplay: {
    method: "get",
    path: "/api/staff/replay/{sessionId}",
    auth: "manager",
    summary: "Everything that is on record of a session, as the file of a recorded evening",
  },
  changeSettings: {
    method: "patch",
    path: "/api/staff/settings",
    auth: "manager",
    summary: "Change the restaurant's settings",
  },
  readStaffMenu: {
    method: "get",
    path: "/api/staff/menu",
    auth: "kitchen",
    summary: "The restaurant's menu and what can be had now",
  },
  setAvailability: {
    method: "post",
    path: "/api/staff/availability",
    auth: "kitchen",
    summary: "Mark a dish as sold out or available, or set how many portions are left",
  },
  listStaff: {
    method: "get",
    path: "/api/staff/accounts",
    auth: "manager",
    summary: "The restaurant's staff accounts",
  },
  addStaff: {
    method: "post",
    path: "/api/staff/accounts",
    auth: "manager",
    summary: "Make a staff account; the answer shows its generated password this once",
  },
  changeStaff: {
    method: "patch",
    path: "/api/staff/accounts/{userId}",
    auth: "manager",
    summary: "Change an account's role, or whether it may be used",
  },
  resetPassword: {
    method: "post",
    path: "/api/staff/accounts/{userId}/password",
    auth: "manager",
    summary: "Give an account a new password, shown this once, and end its sign-ins",
  },
  listSignIns: {
    method: "get",
    path: "/api/staff/sign-ins",
    auth: "manager",
    summary: "Who of the staff is signed in, and since when",
  },
  revokeSignIn: {
    method: "post",
    path: "/api/staff/sign-ins/{signInId}/revoke",
    auth: "manager",
    summary: "End a sign-in at once, with its event streams",
  },
  readActivity: {
    method: "get",
    path: "/api/staff/activity",
    auth: "manager",
    summary: "Who did what and when, newest first",
  },
  readTickets: {
    method: "get",
    path: "/api/kitchen/tickets",
    auth: "kitchen",
    summary: "All orders of open work, with the number of the last event they reflect",
  },
  moveOrder: {
    method: "post",
    path: "/api/kitchen/orders/{orderId}/status",
    auth: "kitchen",
    summary: "Move an order on, back or cancel it",
  },
} as const satisfies Record<string, Endpoint>;

export type EndpointName = keyof typeof ENDPOINTS;

/** Kitchen events: `?after=N` or the Last-Event-ID header resumes after event N. */
export const KITCHEN_EVENTS_PATH = "/api/kitchen/events";

/** Hints that the floor has changed; the floor is then read again. */
export const FLOOR_EVENTS_PATH = "/api/staff/floor/events";

/**
 * Event streams: server-sent events, or, when the request asks for a WebSocket, an `EventFrame` per
 * text frame. Pages use WebSockets: over plain HTTP a browser opens six connections to a server and no
 * more, and six tabs that keep one each leave nothing for calls.
 */
export const EVENT_PATHS: ReadonlySet<string> = new Set([KITCHEN_EVENTS_PATH, FLOOR_EVENTS_PATH]);

/** An event as a WebSocket carries it. */
export interface EventFrame {
  /** "message" when there is none, as with server-sent events; "ping" says only that we are alive. */
  readonly event?: string;
  /** What to resume after. */
  readonly id?: number;
  readonly data: unknown;
}

/** Orders of some days as CSV: `?from=YYYY-MM-DD&to=YYYY-MM-DD`, both included; managers only. */
export const ORDERS_CSV_PATH = "/api/staff/orders.csv";
