import { z } from "zod";
import { MAX_DAY_START } from "../platform/business-day.ts";
import type { Endpoint } from "../platform/http/endpoint.ts";
import { done, id, name, nothing, restaurant, role, time } from "../platform/http/fields.ts";
import { isCleanText } from "../platform/text.ts";

/** Entries of the record in one answer. */
export const ACTIVITY_PAGE = 50;

/** Who may open a free table. */
export const opening = z.enum(["diner", "staff"]).describe("Who may open a free table");

const timezone = z.string().min(1).max(64).describe("IANA name of the restaurant's time zone");
const dayStartsAt = z
  .int()
  .min(0)
  .max(MAX_DAY_START)
  .describe("Hour at which a business day begins; what is ordered before it is of the day before");
/** A page that needs no table. */
const publicMenu = z.boolean().describe("Whether anybody, search engines too, reads the menu");
/** What somebody types to sign in; compared and hashed, never stored or shown. */
const typed = (max: number) => z.string().min(1).max(max).refine(isCleanText);

const staffMember = z.object({
  name: z.string().nullable(),
  role,
  restaurant,
  opening,
  days: z.object({ timezone, dayStartsAt }).optional().describe("Older servers leave it out"),
  publicMenu: publicMenu.optional().describe("Older servers leave it out"),
});
const login = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[a-z0-9._-]{2,40}$/)
  .describe("The part before the @");
const credentials = z.object({
  userId: id,
  role,
  login: z.string().describe("name@restaurant"),
  password: z.string().describe("Generated, and shown only in this answer"),
});
const account = z.object({
  userId: id,
  login: z.string(),
  name: z.string().nullable(),
  role,
  active: z.boolean(),
  createdAt: time,
  lastSeenAt: time.nullable(),
});
const signIn = z.object({
  id,
  userId: id,
  login: z.string(),
  name: z.string().nullable(),
  role,
  own: z.boolean().describe("Whether it is the one that asks"),
  createdAt: time,
  lastSeenAt: time.describe("To within some minutes"),
  expiresAt: time,
});
const activity = z.object({
  id,
  at: time,
  action: z.string().describe("Such as session.open"),
  actorKind: z.enum(["diner", "staff", "server"]),
  actorId: z.string().nullable(),
  actorRole: role.nullable(),
  actorName: z.string().nullable(),
  subjectName: z.string().nullable().describe("Whose account it was done to"),
  sessionId: id.nullable(),
  table: z.string().nullable(),
  details: z.record(z.string(), z.unknown()).describe("Ids, numbers, kinds and reasons"),
});
const byUser = z.object({ userId: id });

export const STAFF_ENDPOINTS = {
  signIn: {
    kind: "json",
    method: "post",
    path: "/api/staff/sign-in",
    auth: "none",
    summary: "Sign in as staff; sets the staff cookie",
    body: z.object({ login: typed(100), password: typed(200) }),
    answer: staffMember,
  },
  signOut: {
    kind: "json",
    method: "post",
    path: "/api/staff/sign-out",
    auth: "kitchen",
    summary: "End this staff sign-in",
    body: nothing,
    answer: done,
  },
  readStaff: {
    kind: "json",
    method: "get",
    path: "/api/staff/me",
    auth: "kitchen",
    summary: "Who is signed in, and at which restaurant",
    answer: staffMember,
  },
  changeSettings: {
    kind: "json",
    method: "patch",
    path: "/api/staff/settings",
    auth: "manager",
    summary: "Change the restaurant's settings",
    body: z
      .object({
        opening: opening.optional(),
        timezone: timezone.optional(),
        dayStartsAt: dayStartsAt.optional(),
      })
      .refine((body) => Object.values(body).some((value) => value !== undefined), {
        message: "changes nothing",
      }),
    answer: done,
  },
  listStaff: {
    kind: "json",
    method: "get",
    path: "/api/staff/accounts",
    auth: "manager",
    summary: "The restaurant's staff accounts",
    answer: z.object({ accounts: z.array(account) }),
  },
  addStaff: {
    kind: "json",
    method: "post",
    path: "/api/staff/accounts",
    auth: "manager",
    summary: "Make a staff account; the answer shows its generated password this once",
    body: z.object({ login, name, role }),
    answer: credentials,
  },
  changeStaff: {
    kind: "json",
    method: "patch",
    path: "/api/staff/accounts/{userId}",
    auth: "manager",
    summary: "Change an account's role, or whether it may be used",
    params: byUser,
    body: z.object({ role: role.optional(), active: z.boolean().optional() }),
    answer: done,
  },
  resetPassword: {
    kind: "json",
    method: "post",
    path: "/api/staff/accounts/{userId}/password",
    auth: "manager",
    summary: "Give an account a new password, shown this once, and end its sign-ins",
    params: byUser,
    body: nothing,
    answer: credentials,
  },
  listSignIns: {
    kind: "json",
    method: "get",
    path: "/api/staff/sign-ins",
    auth: "manager",
    summary: "Who of the staff is signed in, and since when",
    answer: z.object({ signIns: z.array(signIn), now: time }),
  },
  revokeSignIn: {
    kind: "json",
    method: "post",
    path: "/api/staff/sign-ins/{signInId}/revoke",
    auth: "manager",
    summary: "End a sign-in at once, with its event streams",
    params: z.object({ signInId: id }),
    body: nothing,
    answer: done,
  },
  readActivity: {
    kind: "json",
    method: "get",
    path: "/api/staff/activity",
    auth: "manager",
    summary: "Who did what and when, newest first",
    query: z.object({
      before: id.optional().describe("Only entries before this one: the next page"),
    }),
    answer: z.object({
      entries: z.array(activity),
      next: id.nullable().describe("What to pass as before for the next page; null at the end"),
    }),
  },
} as const satisfies Record<string, Endpoint>;
