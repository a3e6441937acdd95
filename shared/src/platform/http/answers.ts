import type { EndpointName } from "../../http/endpoints.ts";

/** The file of a recorded evening; replay/file.ts reads and writes it. */
export const EVENING_MEDIA_TYPE = "application/vnd.tureen.evening";
/** A table for spreadsheets. */
export const CSV_MEDIA_TYPE = "text/csv";

const SEAT = [
  "restaurantId",
  "sessionId",
  "diner",
  "seat",
  "host",
  "pin",
  "joinKey",
  "accessToken",
  "accessTokenExpiresAt",
  "refreshToken",
  "now",
] as const;
const STAFF_MEMBER = ["name", "role", "restaurant", "opening"] as const;
const MENU = ["menu", "availability"] as const;
const CREDENTIALS = ["userId", "role", "login", "password"] as const;
const DONE = ["ok"] as const;

/**
 * What an endpoint's answer is recognised by where there is no zod: the keys that its JSON has at
 * least, or the media type of a file. They are those that its contract requires.
 */
export const ANSWER_MARKS = {
  readTable: ["restaurant", "table", "state", "opening", "pinLength"],
  readTableMenu: MENU,
  openTable: SEAT,
  joinTable: SEAT,
  refreshToken: ["accessToken", "accessTokenExpiresAt", "now"],
  readSession: ["sessionId", "pin", "joinKey", "table", "code", "expiresAt", "people", "now"],
  rename: DONE,
  forgetMe: DONE,
  leaveTable: DONE,
  removeDiner: DONE,
  signIn: STAFF_MEMBER,
  signOut: DONE,
  readStaff: STAFF_MEMBER,
  readFloor: ["tables", "now"],
  readCart: ["diners"],
  staffOpenTable: ["sessionId", "pin"],
  closeSession: DONE,
  rotatePin: ["pin"],
  answerCall: DONE,
  staffRemoveDiner: DONE,
  eraseDiner: DONE,
  issueReaderToken: ["path", "token", "expiresAt"],
  listReplays: ["sessions", "more"],
  readReplay: EVENING_MEDIA_TYPE,
  changeSettings: DONE,
  readStaffMenu: MENU,
  setAvailability: DONE,
  listStaff: ["accounts"],
  addStaff: CREDENTIALS,
  changeStaff: DONE,
  resetPassword: CREDENTIALS,
  listSignIns: ["signIns", "now"],
  revokeSignIn: DONE,
  readActivity: ["entries", "next"],
  readTickets: ["restaurant", "tickets", "lastEvent", "now"],
  moveOrder: ["event", "status"],
} as const satisfies Record<EndpointName, AnswerMark>;

/** Keys of a JSON object, or the media type of a file. */
export type AnswerMark = readonly string[] | string;
