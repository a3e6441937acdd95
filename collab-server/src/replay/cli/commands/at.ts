import { voidedPortions } from "@tureen/shared/bill/voids";
import { itemsById, type Menu } from "@tureen/shared/menu/menu";
import { dishText, type Words, whatIs, whoIs, wordsFor } from "@tureen/shared/replay/describe";
import { ReplayError } from "@tureen/shared/replay/errors";
import { indexAtTime } from "@tureen/shared/replay/player";
import { type Recording, recordedChoices } from "@tureen/shared/replay/recording";
import { stateAt } from "@tureen/shared/replay/state-at";
import { withoutGroups } from "@tureen/shared/table/choice-groups";
import { type CartLine, cartOf } from "@tureen/shared/table/document/cart";
import type { SessionView } from "@tureen/shared/table/document/session-document";
import type { Order } from "@tureen/shared/table/document/types";
import { optionProblems, unitPrice } from "@tureen/shared/table/pricing";
import { parseMoment, showTime } from "../clock.ts";
import { type CliContext, type Command, readArgs } from "../command.ts";
import { openRecording } from "../read-input.ts";

export const at: Command = {
  summary: "the whole cart and all orders as they stood at a moment",
  help: `at SESSION|FILE (--time T | --edit N) [--json]

  --time   2026-05-03T19:10:05Z, 19:10 or 19:10:05 on this machine's clock, or +12m30s from the start
  --edit   after so many entries of the log; 0 is before the first
  --json   one JSON object: edit, at, cart, orders and the whole document`,

  async run(context) {
    const { values, words } = readArgs(
      context,
      { time: { type: "string" }, edit: { type: "string" }, json: { type: "boolean" } },
      { min: 1, max: 1 },
    );
    if ((values.time === undefined) === (values.edit === undefined)) {
      throw new ReplayError("option-invalid", "give either --time or --edit");
    }
    const recording = await openRecording(context, words[0] ?? "");
    const edit = indexOf(recording, values);
    const view = stateAt(recording.log, edit);
    if (values.json) {
      const moment = recording.log[edit - 1]?.at ?? null;
      const { orders } = view;
      context.print(JSON.stringify({ edit, at: moment, cart: cartOf(view), orders, view }));
    } else {
      print(context, recording, view, edit);
    }
    return 0;
  },
};

function indexOf(
  { log }: Recording,
  { time, edit }: { readonly time?: string | undefined; readonly edit?: string | undefined },
): number {
  if (time !== undefined) return indexAtTime(log, parseMoment(time, log[0]?.at ?? 0));
  const index = Number(edit);
  if (edit?.trim() === "" || !Number.isInteger(index) || index < 0 || index > log.length) {
    throw new ReplayError("edit-invalid", `it has 0 to ${log.length}, not ${edit}`);
  }
  return index;
}

function print({ print }: CliContext, recording: Recording, view: SessionView, edit: number): void {
  const words = wordsFor(recording);
  const last = recording.log[edit - 1];
  const when = last ? showTime(last.at) : "before the first edit";
  print(`table ${recording.table}, edit ${edit} of ${recording.log.length}, ${when}`);
  const cart = cartOf(view);
  const menu = recording.menus.find((m) => m.version === view.session.menuVersion);
  const prices = cart.map((line) => priceOf(line, menu));
  const total = prices.reduce<number>((sum, p, i) => sum + (p ?? 0) * (cart[i]?.quantity ?? 0), 0);
  print(cart.length === 0 ? "\nThe cart is empty." : `\nCart, ${words.money(total)}:`);
  cart.forEach((line, i) => {
    const price = prices[i];
    const amount = price == null ? "no price" : words.money(price * line.quantity);
    const whose = Object.entries(line.portions).map(([d, n]) => `${whoIs(d, words)} ${n}`);
    print(`  ${line.quantity} × ${whatIs(line.line, words)}  ${amount}  (${whose.join(", ")})`);
  });
  const orders = Object.entries(view.orders).sort(([, a], [, b]) => a.number - b.number);
  for (const [id, order] of orders) {
    for (const line of orderLines(recording, id, order, view, words)) print(line);
  }
  const waiting = Object.entries(view.confirms).filter(([id]) => !view.receipts[id]);
  for (const [id, { total }] of waiting) {
    print(`\nConfirm ${id} over ${words.money(total)} waits for its outcome.`);
  }
}

/** By the menu that the session began with; null for a dish that it does not offer so. */
function priceOf({ line }: CartLine, menu: Menu | undefined): number | null {
  const item = menu && itemsById(menu).get(line.item);
  if (!item || optionProblems(item, line.options).length > 0) return null;
  return unitPrice(item, line.options);
}

function orderLines(
  recording: Recording,
  id: string,
  order: Order,
  view: SessionView,
  words: Words,
): string[] {
  const reason = order.reason === undefined ? "" : `: ${order.reason}`;
  const who = whoIs(order.by, words);
  return [
    `\nOrder #${order.number} by ${who}, ${words.money(order.total)}, ${order.status}${reason}:`,
    ...order.lines.map((line) => {
      const choices = recordedChoices(recording, order, line) ?? withoutGroups(line.choices);
      const what = dishText(line.name, choices, line.note);
      const voided = voidedPortions(view, { order: id, line: line.line });
      const gone = voided === 0 ? "" : `  (${voided} of ${line.quantity} cancelled)`;
      return `  ${line.quantity} × ${what}  ${words.money(line.quantity * line.unitPrice)}${gone}`;
    }),
  ];
}
