import { z } from "zod";
import { MAX_COURSE } from "../../../menu/kitchen-facts.ts";
import { type TaxPart, taxPartSchema } from "../../../menu/tax-part.ts";
import type { DinerId } from "../../../platform/identity.ts";
import { currency, dinerId, lineId, minor, time, uuid, whose } from "../fields.ts";
import {
  LINE_STATUSES,
  type LineStatus,
  ORDER_STATUSES,
  type OrderStatus,
} from "../order-status.ts";
import { serverRoot } from "../root.ts";

/** The course of the meal that an ordered line is of, as the menu had it then. */
export interface OrderCourse {
  /** 1 comes first. */
  readonly number: number;
  /** In the menu's own language. */
  readonly name: string;
  /** It waited for its course to be fired when it was ordered. */
  readonly held?: true | undefined;
}

/** A line of an order, self-contained so that it reads the same when the menu has moved on. */
export interface OrderLine {
  readonly line: string;
  readonly item: string;
  readonly name: string;
  /** Chosen values' names in the menu's own language, in menu order. */
  readonly choices: readonly string[];
  readonly note: string;
  readonly for: DinerId | "table";
  readonly quantity: number;
  readonly unitPrice: number;
  /** Who had how many; adds up to the quantity. */
  readonly shares: Readonly<Record<DinerId, number>>;
  /** What it is for tax; left out where the menu does not say. */
  readonly tax?: readonly TaxPart[];
  /** Left out for what is of no course. */
  readonly course?: OrderCourse | undefined;
}

/** A committed order as the table sees it. */
export interface Order {
  /** Counts up per restaurant; what guests and cooks say aloud. */
  readonly number: number;
  readonly confirm: string;
  readonly by: DinerId;
  readonly lines: readonly OrderLine[];
  readonly total: number;
  readonly currency: string;
  readonly status: OrderStatus;
  readonly at: number;
  readonly statusAt: number;
  /** Why it was cancelled. */
  readonly reason?: string;
  /** How far those lines are that are not as far as the order, by line. */
  readonly progress?: Readonly<Record<string, LineStatus>> | undefined;
}

/** Committed orders as the table sees them, by order id. */
export const orders = serverRoot<Order>();

export const orderCourseSchema = () =>
  z.strictObject({
    number: z.int().min(1).max(MAX_COURSE),
    name: z.string(),
    held: z.literal(true).optional(),
  }) satisfies z.ZodType<OrderCourse>;

export const orderSchema = () =>
  z.strictObject({
    number: z.int().min(1),
    confirm: z.string(),
    by: dinerId,
    lines: z.array(
      z.strictObject({
        line: lineId,
        item: uuid,
        name: z.string(),
        choices: z.array(z.string()),
        note: z.string(),
        for: whose,
        quantity: z.int().min(1),
        unitPrice: minor,
        shares: z.record(z.string(), z.int().min(1)),
        tax: z.array(taxPartSchema()).optional(),
        course: orderCourseSchema().optional(),
      }),
    ),
    total: minor,
    currency,
    status: z.enum(ORDER_STATUSES),
    at: time,
    statusAt: time,
    reason: z.string().optional(),
    progress: z.record(lineId, z.enum(LINE_STATUSES)).optional(),
  }) satisfies z.ZodType<Order>;
