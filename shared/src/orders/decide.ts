/**
 * Decides a confirm. Pure: the worker calls it inside the transaction that carries the decision
 * out, a replay calls it again with the recorded inputs and must come to the same outcome.
 */

import { type Availability, portionsLeft } from "../menu/availability.ts";
import { courseAt, coursesOfDishes } from "../menu/courses.ts";
import { itemsById, type Menu, type MenuItem } from "../menu/menu.ts";
import { type DecisionClock, menuByClock, takingByClock } from "../menu/timing/decision-clock.ts";
import { choicesOf, chosenIds } from "../table/choices.ts";
import { type ChosenValue, chosenValues } from "../table/chosen-values.ts";
import { accountsOf, sharesOf } from "../table/document/cart.ts";
import { makerOf } from "../table/document/keys.ts";
import type { SessionView } from "../table/document/session-document.ts";
import type {
  Confirm,
  Line,
  LineRejection,
  OrderLine,
  RejectionCode,
  SessionStatus,
} from "../table/document/types.ts";
import { optionProblems, unitPrice } from "../table/pricing.ts";
import { heldCourses } from "./courses.ts";

/** Everything the decision depends on. */
export interface ConfirmInput {
  readonly confirmId: string;
  readonly confirm: Confirm;
  /** The document at the head of the log, under the session's lock. */
  readonly view: SessionView;
  readonly sessionStatus: SessionStatus;
  /** The menu in force now. */
  readonly menu: Menu;
  /** The menu that the confirmer had before them; null when it is not on record. */
  readonly seen: Menu | null;
  readonly availability: Availability;
  /** When the server received the confirm, ms since the epoch. */
  readonly arrivedAt: number;
  /** What the restaurant's clock and hours said then; left out by what was decided before there were any. */
  readonly clock?: DecisionClock | undefined;
  /** How old a confirm may be on arrival, ms. */
  readonly maxAgeMs: number;
  /** What the table has to pay before it may order again, in minor units (bill/rounds.ts). */
  readonly due: number;
}

export type ConfirmDecision =
  | { readonly ok: true; readonly lines: readonly OrderLine[]; readonly total: number }
  | { readonly ok: false; readonly code: RejectionCode; readonly lines: readonly LineRejection[] };

/** Orders exactly what the confirmer saw, or rejects all of it with the reasons. */
export function decideConfirm(input: ConfirmInput): ConfirmDecision {
  const { confirm, view } = input;
  if (input.sessionStatus !== "active") return rejected("session-closed");
  // Dated as far in the future it is no fresher: a phone's clock must not keep a wish alive.
  if (Math.abs(input.arrivedAt - confirm.at) > input.maxAgeMs) return rejected("too-old");
  const taking = takingByClock(input.clock, input.arrivedAt);
  if (taking !== "open") return rejected(taking);
  if (input.due > 0) return rejected("round-unpaid");

  const accounts = accountsOf(view);
  const { menu, unserved } = menuByClock(input.menu, input.clock);
  const items = itemsById(menu);
  const seen = input.seen && input.seen !== input.menu ? itemsById(input.seen) : null;
  const confirmer = makerOf(input.confirmId);
  const rejections: LineRejection[] = [];
  const lines: OrderLine[] = [];
  const left = new Map<string, number>();
  const courses = coursesOfDishes(menu);

  for (const wanted of confirm.lines) {
    const line = view.lines[wanted.line];
    const account = accounts.get(wanted.line);
    if (!line || !account || account.left < wanted.quantity) {
      // If it would do with what was ordered since the confirmer looked, that is what took it.
      const left = account?.left ?? 0;
      const orderedSince = (account?.ordered ?? 0) - wanted.ordered;
      const enough = left + orderedSince >= wanted.quantity;
      rejections.push({ line: wanted.line, code: enough ? "already-ordered" : "withdrawn", left });
      continue;
    }
    const item = items.get(line.item);
    const problem = item
      ? (nameProblem(wanted.line, line, item, seen?.get(line.item)) ??
        servingProblem(wanted.line, line, item, unserved) ??
        lineProblem(wanted.line, line, item, wanted.unitPrice, input.availability))
      : ({ line: wanted.line, code: "off-menu" } as const);
    if (problem || !item) {
      rejections.push(problem ?? { line: wanted.line, code: "off-menu" });
      continue;
    }
    // Several lines may share one counted dish: what the earlier ones take is gone for the later.
    const portions = left.get(item.id) ?? portionsLeft(input.availability, item.id);
    if (portions < wanted.quantity) {
      rejections.push({ line: wanted.line, code: "sold-out", left: portions });
      continue;
    }
    left.set(item.id, portions - wanted.quantity);
    const number = line.course ?? courses.get(item.id);
    const course = courseAt(menu, number);
    lines.push({
      line: wanted.line,
      item: item.id,
      name: item.name,
      choices: chosenValues(item, line.options).map((choice) => choice.valueName),
      note: line.note,
      for: line.for,
      quantity: wanted.quantity,
      unitPrice: wanted.unitPrice,
      shares: sharesOf(account, wanted.quantity, confirmer),
      ...(item.tax && { tax: item.tax }),
      ...(course && number !== undefined && { course: { number, name: course.name } }),
    });
  }
  if (rejections.length > 0) return { ok: false, code: "lines", lines: rejections };

  const total = orderTotal(lines);
  return total === confirm.total
    ? { ok: true, lines: withHeld(view, lines), total }
    : rejected("total-differs");
}

/** The lines with what of them waits for its course. */
function withHeld(view: SessionView, lines: readonly OrderLine[]): readonly OrderLine[] {
  const held = heldCourses(
    view,
    lines.flatMap(({ course }) => course?.number ?? []),
  );
  return lines.map((line) =>
    line.course && held.has(line.course.number)
      ? { ...line, course: { ...line.course, held: true } }
      : line,
  );
}

/** The sum of an order or of what a confirmer sees, in minor units. */
export function orderTotal(
  lines: readonly { readonly quantity: number; readonly unitPrice: number }[],
): number {
  return lines.reduce((sum, line) => sum + line.quantity * line.unitPrice, 0);
}

/** Nobody gets a dish, or a choice, that went by another name when they confirmed it. */
function nameProblem(
  id: string,
  line: Line,
  item: MenuItem,
  seen: MenuItem | undefined,
): LineRejection | null {
  if (!seen) return null;
  if (seen.name !== item.name) return { line: id, code: "off-menu" };
  const [was, now] = [chosenValues(seen, line.options), chosenValues(item, line.options)];
  const names = new Map(now.map(({ value, valueName }) => [value, valueName]));
  const renamed = was.some(
    ({ value, valueName }) => names.has(value) && names.get(value) !== valueName,
  );
  // Options that the line does not name stand at their defaults: those that were seen.
  const named = new Set(line.options.map(({ option }) => option));
  const implied = (choices: readonly ChosenValue[]) =>
    choices.flatMap(({ option, value }) => (named.has(option) ? [] : [value])).join();
  return renamed || implied(was) !== implied(now) ? { line: id, code: "options-changed" } : null;
}

/** What a line is made of: its dish and the chosen values, by id. */
function partsOf(item: MenuItem, line: Line): string[] {
  return [item.id, ...chosenIds(choicesOf(item, line.options))];
}

function servingProblem(
  id: string,
  line: Line,
  item: MenuItem,
  unserved: ReadonlyMap<string, unknown>,
): LineRejection | null {
  const parts = partsOf(item, line);
  return parts.some((part) => unserved.has(part)) ? { line: id, code: "not-served" } : null;
}

function lineProblem(
  id: string,
  line: Line,
  item: MenuItem,
  seen: number,
  availability: Availability,
): LineRejection | null {
  if (optionProblems(item, line.options).length > 0) return { line: id, code: "options-changed" };
  const now = unitPrice(item, line.options);
  if (now !== seen) return { line: id, code: "price-changed", seen, now };
  const out = partsOf(item, line).some((part) => availability.valuesOut.includes(part));
  return out ? { line: id, code: "sold-out", left: 0 } : null;
}

function rejected(code: RejectionCode): ConfirmDecision {
  return { ok: false, code, lines: [] };
}
