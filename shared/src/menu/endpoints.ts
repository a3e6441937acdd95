import { z } from "zod";
import type { Endpoint } from "../platform/http/endpoint.ts";
import { done, id } from "../platform/http/fields.ts";
import { availabilitySchema, menuSchema } from "./menu-schema.ts";

/** A menu and what can be had of it. */
export const menuNow = z.object({ menu: menuSchema(id), availability: availabilitySchema(id) });

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
      stock: z.int().min(0).max(100_000).nullable().describe("null: not counted"),
    }),
    answer: done,
  },
} as const satisfies Record<string, Endpoint>;
