import { z } from "zod";
import type { Endpoint } from "../platform/http/endpoint.ts";
import { done, id, nothing, restaurant, time } from "../platform/http/fields.ts";
import { CSV_MEDIA_TYPE } from "../platform/http/media-types.ts";
import {
  MAX_DRAFT_BODY_BYTES,
  MAX_DRAFT_EDITS,
  MAX_MENU_FILE_BYTES,
  MAX_PHOTO_BYTES,
  MAX_SPREADSHEET_BYTES,
} from "../platform/limits.ts";
import { isName } from "../platform/text.ts";
import { MAX_STOCK } from "./availability.ts";
import { MAX_COURSE_NAME } from "./courses.ts";
import { PARTS } from "./draft/draft.ts";
import { draftConflictSchema, draftEditSchema, draftSchema } from "./draft/draft-schema.ts";
import { MENU_FORMATS } from "./formats/detect-format.ts";
import { ASKS } from "./formats/report.ts";
import { MAX_COURSE } from "./kitchen-facts.ts";
import { availabilitySchema, keptPhotoSchema, menuSchema } from "./menu-schema.ts";
import { PHOTO_FILE } from "./photo.ts";
import { openingHours, serviceSchema } from "./timing/timing-schema.ts";

/** A menu and what can be had of it. */
export const menuNow = z.object({
  menu: menuSchema(id),
  availability: availabilitySchema(id),
  service: serviceSchema
    .optional()
    .describe("When orders are taken, and by which clock the menu is; older servers leave it out"),
});

/** The longest that the kitchen takes no orders at one tap, minutes. */
export const MAX_PAUSE = 240;

/** Versions in one answer. */
export const VERSIONS_PAGE = 50;

const courseName = z.string().trim().min(1).max(MAX_COURSE_NAME).refine(isName, {
  message: "holds characters that cannot be shown, or none that can",
});
const writtenCourse = z.object({
  name: courseName,
  translations: z
    .record(z.string().regex(/^[a-z]{2,3}(-[A-Za-z0-9]{1,8})*$/), courseName)
    .optional(),
});
const coursesNow = z.array(writtenCourse).describe("Empty where everything is made at once");

const markEnd = z
  .union([z.literal("tomorrow"), time])
  .nullable()
  .optional()
  .describe("When the mark of what is sold out ends; left out: when staff say so");

const version = z.int().min(0).describe("A published version; 0 for none");
const revision = z.int().min(0);
const writer = z.object({ userId: id, name: z.string().nullable(), at: time });
/** What a page that follows the draft has to catch up with. */
const missed = {
  revision: revision.describe("The draft's revision now"),
  missed: z
    .array(z.object({ revision, edits: z.array(draftEditSchema()), ...writer.shape }))
    .nullable()
    .describe("What others wrote since; null when the draft has to be read anew"),
};

/** A sheet of a spreadsheet. */
const sheet = z.object({
  name: z.string().max(100),
  text: z.string().max(MAX_MENU_FILE_BYTES).describe("As CSV"),
});

/** The menu in force as a file. */
function exported<E extends string>(ending: E, mediaType: string, content: string) {
  return {
    kind: "file",
    method: "get",
    path: `/api/staff/menu/export.${ending}`,
    auth: "manager",
    summary: "Take the menu in force along",
    mediaType,
    content,
  } as const;
}

export const MENU_ENDPOINTS = {
  readStaffMenu: {
    kind: "json",
    method: "get",
    path: "/api/staff/menu",
    auth: "kitchen",
    summary: "The restaurant's menu and what can be had now",
    answer: menuNow,
  },
  setAvailability: {
    kind: "json",
    method: "post",
    path: "/api/staff/availability",
    auth: "kitchen",
    summary: "Mark a dish as sold out or available, or set how many portions are left",
    body: z.object({
      itemId: id,
      available: z.boolean(),
      stock: z.int().min(0).max(MAX_STOCK).nullable().describe("null: not counted"),
      until: markEnd,
    }),
    answer: done,
  },
  setChoiceAvailability: {
    kind: "json",
    method: "post",
    path: "/api/staff/availability/choices",
    auth: "kitchen",
    summary: "Mark one choice of a dish as sold out or available",
    body: z.object({ valueId: id, available: z.boolean(), until: markEnd }),
    answer: done,
  },
  readMenuDraft: {
    kind: "json",
    method: "get",
    path: "/api/staff/menu/draft",
    auth: "manager",
    summary: "The menu that is being written",
    answer: z.object({
      draft: draftSchema(),
      revision: revision.describe("Counts what was sent to it"),
      edited: z.boolean().describe("Whether it holds edits that are not published"),
      baseVersion: version.describe("The published version that it began from"),
      inForce: version,
      plannedFor: time.nullable().describe("When it is going to be published, as it was then"),
      restaurant,
      slug: z.string().describe("What addresses of the restaurant begin with"),
    }),
  },
  editMenuDraft: {
    kind: "json",
    method: "post",
    path: "/api/staff/menu/draft",
    auth: "manager",
    summary: "Change the menu that is being written: all of these edits, or none",
    description:
      "Each edit says what its writer saw. Edits of what somebody else has changed meanwhile are not made, and the answer says who that was. Edits that were made already change nothing.",
    body: z.object({
      since: revision.describe("The revision that the sender has seen"),
      edits: z.array(draftEditSchema()).min(1).max(MAX_DRAFT_EDITS),
    }),
    maxBodyBytes: MAX_DRAFT_BODY_BYTES,
    answer: z.object({
      ...missed,
      conflicts: z.array(draftConflictSchema().extend({ by: writer.nullable() })),
    }),
  },
  previewMenuImport: {
    kind: "json",
    method: "post",
    path: "/api/staff/menu/draft/import",
    auth: "manager",
    summary: "What a menu in a file would make of the draft; changes nothing",
    description:
      "The format is recognised: ours, CSV, Square, Uber Eats, Toast, schema.org or Google. Send the edits to the draft to take the menu over.",
    body: z.object({
      fileName: z.string().max(200),
      text: z.string().max(MAX_MENU_FILE_BYTES).optional().describe("What the file says"),
      sheets: z
        .array(sheet)
        .min(1)
        .max(50)
        .optional()
        .describe("In place of `text`: those of a spreadsheet. Of several, each is a section"),
      format: z.enum(MENU_FORMATS).optional().describe("Left out: recognised"),
      sizes: z.boolean().optional().describe("Whether several prices of a dish are sizes of it"),
      headings: z
        .boolean()
        .optional()
        .describe("Whether rows of a table with nothing but a name are sections; left out: asked"),
      columns: z
        .record(z.string().max(200), z.string().max(40))
        .optional()
        .describe('By header of a table: "price", "name:de", or "-" for nothing'),
    }),
    maxBodyBytes: MAX_DRAFT_BODY_BYTES,
    answer: z.object({
      format: z.enum(MENU_FORMATS).nullable(),
      revision: revision.describe("Of the draft that the edits are for"),
      edits: z.array(draftEditSchema()),
      notes: z.array(
        z.object({
          kind: z.enum(["not-kept", "changed", "question", "no-price", "fault"]),
          path: z.string(),
          message: z.string().describe("In English"),
          code: z.string().optional().describe("Of the sentence; older servers leave it out"),
          params: z
            .record(z.string(), z.union([z.string(), z.number()]))
            .optional()
            .describe("What the sentence names"),
          ask: z.enum(ASKS).optional().describe("The option that answers the question"),
          more: z.int().optional().describe("Other places of which the same is true"),
        }),
      ),
      changes: z
        .object({
          recognised: z.object({ id: z.int(), code: z.int(), name: z.int() }),
          list: z.array(
            z.object({
              part: z.enum(PARTS),
              change: z.enum(["renamed", "moved", "added", "returned", "dropped"]),
              name: z.string(),
              within: z.array(z.string()).describe("Where it is, outermost first"),
              from: z.string().optional().describe("The name, or the section, that it had"),
              marked: z.literal(true).optional(),
              undecided: z.literal(true).optional(),
            }),
          ),
        })
        .nullable()
        .describe("null: the file has faults"),
      columns: z
        .array(
          z.object({
            title: z.string(),
            field: z
              .string()
              .nullable()
              .describe('"price", "name:de", "-" for nothing; null: unknown'),
            samples: z.array(z.string()),
          }),
        )
        .optional()
        .describe("Of a table: what its columns are taken for"),
    }),
  },
  readSpreadsheet: {
    kind: "json",
    method: "post",
    path: "/api/staff/menu/draft/import/spreadsheet",
    auth: "manager",
    summary: "The sheets of a spreadsheet, to be brought as a menu; keeps nothing",
    upload: {
      content: "An XLSX file, as application/octet-stream",
      tooLarge: "spreadsheet-too-large",
    },
    maxBodyBytes: MAX_SPREADSHEET_BYTES,
    answer: z.object({ sheets: z.array(sheet) }),
  },
  exportMenu: exported("json", "application/json", "As a menu file, which brings back all of it"),
  exportMenuCsv: exported(
    "csv",
    CSV_MEDIA_TYPE,
    "As a table: a row for each dish, option and choice",
  ),
  exportMenuJsonLd: exported("jsonld", "application/ld+json", "As a schema.org Menu"),
  exportFoodMenus: exported(
    "foodmenus",
    "application/json",
    "As the FoodMenus of a Google profile",
  ),
  readMenuEdits: {
    kind: "json",
    method: "get",
    path: "/api/staff/menu/draft/edits",
    auth: "manager",
    summary: "What was written into the menu's draft since a revision, and what is in force",
    query: z.object({
      since: z.coerce
        .number()
        .int()
        .min(0)
        .max(2 ** 31 - 1),
    }),
    answer: z.object({ ...missed, inForce: version, plannedFor: time.nullable() }),
  },
  publishMenuDraft: {
    kind: "json",
    method: "post",
    path: "/api/staff/menu/draft/publish",
    auth: "manager",
    summary: "Publish the draft as the menu in force, at once or at a moment",
    body: z.object({
      revision: revision.describe("Of the draft that was looked at"),
      against: version.describe("In force, that it was compared with"),
      at: time.optional().describe("Left out: at once"),
    }),
    answer: z.object({ version: version.nullable().describe("null: it is planned") }),
  },
  cancelMenuPublication: {
    kind: "json",
    method: "post",
    path: "/api/staff/menu/draft/unplan",
    auth: "manager",
    summary: "Call off a planned publication",
    body: nothing,
    answer: done,
  },
  discardMenuDraft: {
    kind: "json",
    method: "post",
    path: "/api/staff/menu/draft/discard",
    auth: "manager",
    summary: "Make the draft equal to the menu in force again",
    body: z.object({ revision: revision.describe("Of the draft that was looked at") }),
    answer: z.object({ revision }),
  },
  listMenuVersions: {
    kind: "json",
    method: "get",
    path: "/api/staff/menu/versions",
    auth: "manager",
    summary: "The published versions of the menu, newest first",
    query: z.object({
      before: z.coerce
        .number()
        .int()
        .min(1)
        .max(2 ** 31 - 1)
        .optional(),
    }),
    answer: z.object({
      versions: z.array(
        z.object({
          version,
          at: time,
          name: z.string().nullable().describe("Who published it"),
          dishes: z.int(),
        }),
      ),
    }),
  },
  readMenuVersion: {
    kind: "json",
    method: "get",
    path: "/api/staff/menu/versions/{version}",
    auth: "manager",
    summary: "A published version, as a draft that would make it",
    params: z.object({
      version: z.coerce
        .number()
        .int()
        .min(1)
        .max(2 ** 31 - 1),
    }),
    answer: z.object({ draft: draftSchema() }),
  },
  addPhoto: {
    kind: "json",
    method: "post",
    path: "/api/staff/menu/photos",
    auth: "manager",
    summary: "Keep a photo that a dish can show",
    description:
      "What was recorded with it, such as the place, is dropped. The same photo again is the same hash.",
    upload: {
      content:
        "The photo's file: JPEG, PNG, WebP, AVIF or HEIC, as image/* or application/octet-stream",
      tooLarge: "photo-too-large",
    },
    maxBodyBytes: MAX_PHOTO_BYTES,
    answer: keptPhotoSchema(),
  },
  readPhoto: {
    kind: "file",
    method: "get",
    path: "/api/photos/{restaurantId}/{file}",
    auth: "none",
    summary: "One width of a photo of the menu",
    params: z.object({
      restaurantId: id,
      file: z.string().regex(PHOTO_FILE).describe("<hash>-<width>.avif or .webp"),
    }),
    mediaType: "image/*",
    content: "The picture. What an address answers never changes.",
  },
  readService: {
    kind: "json",
    method: "get",
    path: "/api/staff/service",
    auth: "kitchen",
    summary: "When the restaurant takes orders: hours, time zone and pause",
    answer: z.object({ service: serviceSchema, now: time }),
  },
  setHours: {
    kind: "json",
    method: "post",
    path: "/api/staff/hours",
    auth: "manager",
    summary: "Say when the restaurant is open and takes orders",
    description:
      "Times are by the restaurant's clock and its business day. A span may end past midnight. " +
      "An order that arrives after the last orders, or while it is closed, is rejected.",
    body: z.object({ hours: openingHours.nullable().describe("Null: always open") }),
    answer: done,
  },
  readCourses: {
    kind: "json",
    method: "get",
    path: "/api/staff/courses",
    auth: "manager",
    summary: "The courses of a meal, the first first",
    answer: z.object({ courses: coursesNow }),
  },
  setCourses: {
    kind: "json",
    method: "post",
    path: "/api/staff/courses",
    auth: "manager",
    summary: "Write the courses of a meal, in force at once; none: everything is made at once",
    description:
      "Dishes and sections name a course by its number, the first being 1; what names one that " +
      "there is not is made at once. Publishes a version of the menu that is otherwise the same.",
    body: z.object({ courses: z.array(writtenCourse).max(MAX_COURSE) }),
    answer: z.object({ courses: coursesNow }),
  },
  setPublicMenu: {
    kind: "json",
    method: "post",
    path: "/api/staff/menu/public",
    auth: "manager",
    summary: "Say whether the menu has a page that anybody reads, and search engines do",
    description: "Who has read the page lately may keep it for some minutes.",
    body: z.object({ shown: z.boolean() }),
    answer: done,
  },
  pauseOrders: {
    kind: "json",
    method: "post",
    path: "/api/staff/pause",
    auth: "kitchen",
    summary: "Take no orders for some minutes, or take them again",
    description: "Phones show it at once; an order that arrives meanwhile is rejected.",
    body: z.object({
      minutes: z.int().min(1).max(MAX_PAUSE).nullable().describe("Null: take orders again"),
    }),
    answer: z.object({ service: serviceSchema, now: time }),
  },
} as const satisfies Record<string, Endpoint>;
