/** Turns what happened into sentences in the reader's language; names of diners and dishes in them. */

import { itemsById, type MenuItem, translated } from "@tureen/shared/menu/menu";
import { businessDayOf } from "@tureen/shared/platform/business-day";
import { dateTimeFormat } from "@tureen/shared/platform/intl";
import type { SessionEvent } from "@tureen/shared/replay/events";
import { recordedChoices } from "@tureen/shared/replay/recording";
import { choicesText, withoutGroups } from "@tureen/shared/table/choice-groups";
import { chosenValues } from "@tureen/shared/table/chosen-values";
import { seatOf } from "@tureen/shared/table/document/keys";
import type {
  DinerId,
  Line,
  LineRejection,
  Order,
  OrderLine,
} from "@tureen/shared/table/document/types";
import { dinerMessages } from "../diner/messages/messages.ts";
import { locale, timeLocale } from "../platform/i18n/locale.ts";
import { countWords } from "../platform/ui/choice-words.ts";
import { moneyText } from "../platform/ui/Money.tsx";
import { uiMessages } from "../platform/ui/messages/messages.ts";
import { replayMessages } from "./messages/messages.ts";
import type { TimelineMark } from "./model/marks.ts";
import type { ReplayedSession } from "./model/replayed-session.ts";
import { restaurantDays } from "./restaurant-days.ts";

/** Words for one session; every function is reactive to the language. */
export interface Words {
  /** A diner's name, or "Seat 3" where there is none or it has been erased. */
  name(diner: DinerId): string;
  /** The name alone, for an avatar's initial. */
  knownName(diner: DinerId): string | undefined;
  dish(item: string): string;
  /** A line's choices; empty when there are none. */
  choices(line: Line): string;
  orderedDish(line: OrderLine): string;
  /** The choices of an order's line, in the order's own words. */
  orderedChoices(order: Order, line: OrderLine): string;
  money(minor: number): string;
  event(event: SessionEvent): string;
  mark(mark: TimelineMark): string;
  rejection(code: string, reasons: readonly LineRejection[]): string;
}

export function createWords(replayed: ReplayedSession): Words {
  const { t } = replayMessages;
  const { facts, currency } = replayed;
  const names = facts.names ?? {};
  const dishes = new Map<string, MenuItem>();
  // The later menus last, so that they win.
  for (const menu of facts.menus) for (const [id, item] of itemsById(menu)) dishes.set(id, item);
  const money = (minor: number) => moneyText(minor, currency);

  const knownName = (diner: DinerId) =>
    (Object.hasOwn(names, diner) ? names[diner] : null) ?? undefined;
  const name = (diner: DinerId) => knownName(diner) ?? t("seat", { seat: seatOf(diner) });

  function dish(id: string): string {
    const item = dishes.get(id);
    return item ? translated(item, locale()) : t("unknownDish");
  }

  function choices(line: Line): string {
    const item = dishes.get(line.item);
    if (!item) return "";
    return choicesText(chosenValues(item, line.options, locale()), countWords);
  }

  function orderedChoices(order: Order, line: OrderLine): string {
    return choicesText(
      recordedChoices(facts, order, line) ?? withoutGroups(line.choices),
      countWords,
    );
  }

  /** A dish as an order keeps it: in its own words, unless the menu still calls it the same. */
  function orderedDish(line: OrderLine): string {
    const item = dishes.get(line.item);
    return item?.name === line.name ? translated(item, locale()) : line.name;
  }

  function rejection(code: string, reasons: readonly LineRejection[]): string {
    if (code !== "lines") return dinerMessages.t(`rejected.${code}` as "rejected.internal");
    const sentences = reasons.map((reason) => {
      switch (reason.code) {
        case "withdrawn":
        case "already-ordered":
          return dinerMessages.t(`rejected.${reason.code}`, { count: reason.left });
        case "price-changed":
          return dinerMessages.t("rejected.price-changed", {
            seen: money(reason.seen),
            now: money(reason.now),
          });
        case "sold-out":
          return reason.left > 0
            ? dinerMessages.t("rejected.few-left", { count: reason.left })
            : dinerMessages.t("rejected.sold-out");
        default:
          return dinerMessages.t(`rejected.${reason.code}`);
      }
    });
    return [...new Set(sentences)].join(" ");
  }

  function event(happened: SessionEvent): string {
    switch (happened.kind) {
      case "opened":
        return t("opened");
      case "joined":
        return t(happened.host ? "joinedHost" : "joined", { who: name(happened.diner) });
      case "left":
        return t("left", { who: name(happened.diner) });
      case "took": {
        const { diner, value, quantity: count } = happened;
        return t("took", { who: name(diner), count, dish: dish(value.item) });
      }
      case "changed": {
        const { diner, value, by } = happened;
        const key = by > 0 ? "tookMore" : "tookOff";
        return t(key, { who: name(diner), count: Math.abs(by), dish: dish(value.item) });
      }
      case "marked":
        return t(`mark.${happened.mark}`, { who: name(happened.diner) });
      case "confirmed": {
        const { diner, lines, total } = happened;
        return t("confirmed", { who: name(diner), count: lines.length, price: money(total) });
      }
      case "ordered": {
        const { diner, number, total } = happened;
        return t("ordered", { who: name(diner), number: String(number), price: money(total) });
      }
      case "rejected": {
        const { diner, code, reasons } = happened;
        return t("rejected", { who: name(diner), why: rejection(code, reasons) });
      }
      case "status": {
        const { number, to, reason, moves } = happened;
        const lines = moves?.map(
          (move) => `${dish(move.item)} – ${uiMessages.t(`status.${move.to}`)}`,
        );
        const status = lines?.length ? lines.join(", ") : uiMessages.t(`status.${to}`);
        const params = { number: String(number), status };
        return reason ? t("statusWhy", { ...params, why: reason }) : t("status", params);
      }
      case "claimed":
        return t("claimed", { who: name(happened.diner) });
      case "treated": {
        const { diner, limit } = happened;
        const who = name(diner);
        if (limit === null) return t("treatedAll", { who });
        return limit === 0 ? t("treatedNone", { who }) : t("treated", { who, price: money(limit) });
      }
      case "payment-wished": {
        const { diner, amount, tip } = happened;
        return t("paymentWished", { who: name(diner), price: money(amount + tip) });
      }
      case "payment-moved": {
        const { status, amount, tip } = happened;
        return t(`payment.${status}`, { price: money((amount ?? 0) + (tip ?? 0)) });
      }
      case "bill-adjusted":
        return t("billAdjusted", { why: happened.reason });
      case "answered":
        return t("answered", { who: name(happened.diner) });
      case "ended":
        return t(`ended.${happened.status}`);
    }
  }

  function mark(mark: TimelineMark): string {
    if (mark.event) return event(mark.event);
    const who = name(mark.diner ?? "d1");
    return t(mark.kind === "offline" ? "lostSignal" : "hasSignal", { who });
  }

  return {
    name,
    knownName,
    dish,
    choices,
    orderedDish,
    orderedChoices,
    money,
    event,
    mark,
    rejection,
  };
}

/** Shorter than with am and pm, and the same width all evening. */
const DAY_OF_24_HOURS = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" } as const;

function format(time: number, options: Intl.DateTimeFormatOptions): string {
  const timeZone = restaurantDays()?.timezone;
  return dateTimeFormat(
    timeLocale(),
    timeZone === undefined ? options : { ...options, timeZone },
  ).format(time);
}

/** "19:42:10" in the reader's way. */
export function clockText(time: number): string {
  return format(time, { ...DAY_OF_24_HOURS, second: "2-digit" });
}

/** "19:42". */
export function minuteText(time: number): string {
  return format(time, DAY_OF_24_HOURS);
}

/** "Fri, 3 May 2026": the business day, also of what was past midnight. */
export function dateText(time: number): string {
  const days = restaurantDays();
  const options = { weekday: "short", day: "numeric", month: "short", year: "numeric" } as const;
  if (!days) return format(time, options);
  const date = Date.parse(businessDayOf(new Date(time), days));
  return dateTimeFormat(timeLocale(), { ...options, timeZone: "UTC" }).format(date);
}

/** "42 s", "12 min", "1 h 5 min". */
export function lastedText(ms: number): string {
  const { t } = replayMessages;
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 60) return t("seconds", { s: seconds });
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return t("minutes", { m: minutes });
  return t("hours", { h: Math.floor(minutes / 60), m: minutes % 60 });
}
