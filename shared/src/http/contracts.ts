/**
 * Bodies and answers of the HTTP API (endpoints.ts has the addresses). The server checks every
 * request against these and builds the OpenAPI document from them; the web app uses their types.
 */
import { z } from "zod";
import { ORDER_STATUSES } from "../orders/status.ts";
import { MAX_DAY_START } from "../platform/business-day.ts";
import { EVENING_MEDIA_TYPE } from "../platform/http/answers.ts";
import { MAX_NAME_LENGTH } from "../platform/limits.ts";
import { isCleanText, isName } from "../platform/text.ts";
import { type EndpointName, STAFF_ROLES } from "./endpoints.ts";

const id = z.uuid();
const time = z.int().describe("Milliseconds since the epoch");
const minor = z.int().describe("Minor units of the restaurant's currency");
const dinerId = z.string().regex(/^d[1-9][0-9]{0,2}$/);
const status = z.enum(ORDER_STATUSES);
const name = z.string().trim().min(1).max(MAX_NAME_LENGTH).refine(isName, {
  message: "holds characters that cannot be shown, or none that can",
});
/** What somebody types to sign in; compared and hashed, never stored or shown. */
const typed = (max: number) => z.string().min(1).max(max).refine(isCleanText);
const code = z.string().regex(/^[0-9A-Za-z_-]{8,64}$/);
const translations = z.record(z.string(), z.string()).optional();
const done = z.object({ ok: z.literal(true) });
const nothing = z.object({});

const restaurant = z.object({
  id,
  name: z.string(),
  currency: z.string(),
  locale: z.string(),
});

const menu = z.object({
  restaurantId: id,
  version: z.int(),
  name: z.string(),
  currency: z.string(),
  locale: z.string(),
  categories: z.array(
    z.object({
      id,
      name: z.string(),
      translations,
      items: z.array(
        z.object({
          id,
          name: z.string(),
          translations,
          description: z.string().optional(),
          descriptionTranslations: translations,
          price: minor,
          allergens: z.array(z.string()),
          additives: z.array(z.string()),
          code: z.string().optional(),
          options: z.array(
            z.object({
              id,
              name: z.string(),
              translations,
              min: z.int(),
              max: z.int(),
              values: z.array(
                z.object({
                  id,
                  name: z.string(),
                  translations,
                  allergens: z.array(z.string()).optional().describe("Added to the dish's"),
                  priceDelta: minor,
                }),
              ),
            }),
          ),
        }),
      ),
    }),
  ),
});

const menuNow = z.object({
  menu,
  availability: z.object({
    soldOut: z.array(id),
    valuesOut: z.array(id),
    stock: z.record(id, z.int()),
  }),
});

const joinKey = z
  .string()
  .regex(/^[0-9A-Za-z_-]{22}$/)
  .describe("Lets its holder join without the PIN until the PIN changes; for the join QR code");

const arrival = z
  .uuid()
  .optional()
  .describe(
    "Chosen by the phone for this arrival, and secret: asked again with it, the same seat is given",
  );

const grant = z
  .object({
    restaurantId: id,
    sessionId: id,
    diner: dinerId,
    seat: z.int(),
    host: z.boolean(),
    pin: z.string(),
    joinKey,
    accessToken: z.string(),
    accessTokenExpiresAt: time,
    refreshToken: z.string(),
    now: time.describe("The server's clock, to correct the phone's by"),
  })
  .describe("A diner's place at a table");

const person = z.object({ diner: dinerId, name: z.string().nullable() });

const floorTable = z.object({
  id,
  label: z.string(),
  code: code.describe("The table's QR code: the address is /t/<code>"),
  session: z
    .object({
      id,
      pin: z.string(),
      alarm: z
        .object({
          at: time,
          wrongPins: z.int(),
          lockedUntil: time.nullable().describe("Nobody joins with the PIN before"),
        })
        .nullable()
        .describe("Somebody seems to be guessing the PIN; a new PIN ends it"),
      openedAt: time,
      openedBy: z.enum(["diner", "staff"]),
      expiresAt: time,
      diners: z.array(
        z.object({
          diner: dinerId,
          name: z.string().nullable(),
          colour: z.int(),
          host: z.boolean(),
          gone: z.boolean(),
          ready: z.boolean(),
          call: z.enum(["none", "waiter", "bill"]),
          calledAt: time.nullable(),
        }),
      ),
      orders: z.array(z.object({ id, number: z.int(), status, total: minor, at: time })),
    })
    .nullable(),
});

export const ticket = z
  .object({
    orderId: id,
    number: z.int(),
    table: z.string(),
    sessionId: id,
    status,
    placedAt: time,
    statusAt: time,
    total: minor,
    currency: z.string(),
    by: z.string().nullable().describe("Name of the diner who confirmed, if still kept"),
    bySeat: z.int().describe("Seat of the diner who confirmed"),
    reason: z.string().nullable(),
    lines: z.array(
      z.object({
        name: z.string(),
        quantity: z.int(),
        choices: z.array(z.string()).describe("Names of the chosen values without their groups"),
        chosen: z
          .array(z.object({ optionName: z.string(), valueName: z.string() }))
          .optional()
          .describe("The same values with their groups' names; older servers leave it out"),
        note: z.string(),
        for: z.string().nullable().describe("Name of the diner it is for, if still kept"),
        forSeat: z.int().nullable().describe("Seat of the diner it is for; null for the table"),
        allergens: z.array(z.string()).describe("Empty means unknown, never none"),
      }),
    ),
  })
  .describe("An order as the kitchen sees it");

/** An order as the kitchen sees it. */
export type Ticket = z.infer<typeof ticket>;

export const kitchenEvent = z.object({
  number: z.int().describe("1, 2, 3 … per restaurant, without gaps"),
  orderId: id,
  from: status.nullable(),
  to: status,
  at: time,
  reason: z.string().nullable(),
  ticket: ticket.describe("The order as it stands now"),
});

/** One change of one order, numbered without gaps per restaurant. */
export type KitchenEvent = z.infer<typeof kitchenEvent>;

const role = z.enum(STAFF_ROLES);
const opening = z.enum(["diner", "staff"]).describe("Who may open a free table");
const timezone = z.string().min(1).max(64).describe("IANA name of the restaurant's time zone");
const dayStartsAt = z
  .int()
  .min(0)
  .max(MAX_DAY_START)
  .describe("Hour at which a business day begins; what is ordered before it is of the day before");
const staffMember = z.object({
  name: z.string().nullable(),
  role,
  restaurant,
  opening,
  days: z.object({ timezone, dayStartsAt }).optional().describe("Older servers leave it out"),
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
const staffAccount = z.object({
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
  details: z.record(z.string(), z.unknown()).describe("Ids and numbers"),
});

/** Entries of the record in one answer. */
export const ACTIVITY_PAGE = 50;

interface Contract {
  readonly params?: z.ZodObject;
  /** Every parameter in it is text, and may be left out. */
  readonly query?: z.ZodObject;
  readonly body?: z.ZodObject;
  readonly answer: z.ZodType;
  /** The answer's media type when it is not JSON; `answer` is then its text. */
  readonly mediaType?: string;
}

const byCode = z.object({ code });
const bySession = z.object({ sessionId: id });

export const CONTRACTS = {
  readTable: {
    params: byCode,
    answer: z.object({
      restaurant,
      table: z.string(),
      state: z.enum(["free", "open"]),
      opening,
      pinLength: z.int(),
    }),
  },
  readTableMenu: { params: byCode, answer: menuNow },
  openTable: { params: byCode, body: z.object({ name, arrival }), answer: grant },
  joinTable: {
    params: byCode,
    body: z
      .object({
        name,
        arrival,
        pin: z
          .string()
          .regex(/^[0-9]{4,12}$/)
          .optional(),
        key: joinKey.optional(),
      })
      .refine(({ pin, key }) => (pin === undefined) !== (key === undefined), {
        path: ["pin"],
        message: "send either the PIN or the key of a join code",
      }),
    answer: grant,
  },
  refreshToken: {
    body: z.object({ refreshToken: z.string().min(20).max(200) }),
    answer: z.object({ accessToken: z.string(), accessTokenExpiresAt: time, now: time }),
  },
  readSession: {
    answer: z.object({
      sessionId: id,
      diner: dinerId.optional().describe("Who asks; servers of the first version do not say"),
      seat: z.int().optional(),
      pin: z.string(),
      joinKey,
      table: z.string(),
      code,
      expiresAt: time,
      people: z.array(person),
      now: time,
    }),
  },
  rename: { body: z.object({ name }), answer: done },
  forgetMe: { body: nothing, answer: done },
  leaveTable: { body: nothing, answer: done },
  removeDiner: { body: z.object({ diner: dinerId }), answer: done },
  signIn: {
    body: z.object({ login: typed(100), password: typed(200) }),
    answer: staffMember,
  },
  signOut: { body: nothing, answer: done },
  readStaff: { answer: staffMember },
  readFloor: { answer: z.object({ tables: z.array(floorTable), now: time }) },
  staffOpenTable: {
    params: z.object({ tableId: id }),
    body: nothing,
    answer: z.object({ sessionId: id, pin: z.string() }),
  },
  readCart: {
    params: bySession,
    answer: z.object({
      diners: z
        .array(
          z.object({
            diner: dinerId,
            name: z.string().nullable(),
            portions: z.int(),
            total: minor.describe("At the menu's prices now; what is off the menu counts nothing"),
          }),
        )
        .describe("Those who have something in the cart, by seat"),
    }),
  },
  closeSession: { params: bySession, body: nothing, answer: done },
  rotatePin: { params: bySession, body: nothing, answer: z.object({ pin: z.string() }) },
  answerCall: { params: bySession, body: z.object({ diner: dinerId }), answer: done },
  staffRemoveDiner: { params: bySession, body: z.object({ diner: dinerId }), answer: done },
  eraseDiner: { params: bySession, body: z.object({ diner: dinerId }), answer: done },
  issueReaderToken: {
    params: bySession,
    body: nothing,
    answer: z.object({
      path: z.string().describe("Where the document speaks the y-websocket protocol"),
      token: z.string().describe("Goes into the parameter `token` of that address"),
      expiresAt: time,
    }),
  },
  listReplays: {
    query: z.object({
      before: z.coerce.number().int().min(0).optional().describe("Only sessions opened earlier"),
    }),
    answer: z.object({
      sessions: z.array(
        z.object({
          sessionId: id,
          table: z.string(),
          status: z.enum(["active", "closed", "expired"]),
          openedAt: time,
          endedAt: time.nullable(),
          kept: z.boolean().describe("False once the log is no longer kept"),
          diners: z.int(),
          edits: z.int().describe("Updates that diners sent"),
          confirms: z.int(),
          orders: z.int(),
          rejections: z.int(),
        }),
      ),
      more: z.boolean().describe("There are earlier ones"),
    }),
  },
  readReplay: {
    params: bySession,
    answer: z.string().describe("Two lines of JSON: a head with a checksum, and the recording"),
    mediaType: EVENING_MEDIA_TYPE,
  },
  changeSettings: {
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
  readStaffMenu: { answer: menuNow },
  setAvailability: {
    body: z.object({
      itemId: id,
      available: z.boolean(),
      stock: z.int().min(0).max(100_000).nullable().describe("null: not counted"),
    }),
    answer: done,
  },
  listStaff: { answer: z.object({ accounts: z.array(staffAccount) }) },
  addStaff: { body: z.object({ login, name, role }), answer: credentials },
  changeStaff: {
    params: z.object({ userId: id }),
    body: z.object({ role: role.optional(), active: z.boolean().optional() }),
    answer: done,
  },
  resetPassword: { params: z.object({ userId: id }), body: nothing, answer: credentials },
  listSignIns: { answer: z.object({ signIns: z.array(signIn), now: time }) },
  revokeSignIn: { params: z.object({ signInId: id }), body: nothing, answer: done },
  readActivity: {
    query: z.object({
      before: id.optional().describe("Only entries before this one: the next page"),
    }),
    answer: z.object({
      entries: z.array(activity),
      next: id.nullable().describe("What to pass as before for the next page; null at the end"),
    }),
  },
  readTickets: {
    answer: z.object({
      restaurant,
      tickets: z.array(ticket),
      lastEvent: z.int(),
      now: time,
    }),
  },
  moveOrder: {
    params: z.object({ orderId: id }),
    body: z.object({
      from: status.describe("The status the cook saw; another one is a 409"),
      to: status,
      reason: z.string().trim().max(200).refine(isCleanText).optional(),
    }),
    answer: z.object({ event: z.int(), status }),
  },
} as const satisfies Record<EndpointName, Contract>;

type Contracts = typeof CONTRACTS;

/** Path parameters of an endpoint. */
export type Params<E extends EndpointName> = Contracts[E] extends { params: z.ZodType<infer P> }
  ? P
  : Record<never, never>;
/** Query parameters of an endpoint, as they are sent. */
export type Query<E extends EndpointName> = Contracts[E] extends {
  query: infer Q extends z.ZodType;
}
  ? z.input<Q>
  : Record<never, never>;
/** JSON body of a request to an endpoint. */
export type Body<E extends EndpointName> = Contracts[E] extends { body: infer B extends z.ZodType }
  ? z.input<B>
  : undefined;
/** JSON answer of an endpoint. */
export type Answer<E extends EndpointName> = z.output<Contracts[E]["answer"]>;
