import type { KitchenEvent } from "@tureen/shared/kitchen/endpoints";
import type { PrinterLanguage } from "@tureen/shared/kitchen/printers";
import { dateTimeFormat } from "@tureen/shared/platform/intl";
import type { PaperNews } from "./concerns.ts";
import { isAscii, type Slip, type SlipPart, type SlipText } from "./slip.ts";
import { PAPER_WORDS, type PaperWords } from "./words.ts";

/** What a slip says beside what is on it. */
export interface SlipFrame {
  /** Name of the printer it is for. */
  readonly printer: string;
  /** It comes out of another one. */
  readonly instead: boolean;
  /** It may be on paper already. */
  readonly copy: boolean;
  readonly language: PrinterLanguage;
  readonly timezone: string;
}

const text = (
  value: string,
  size: SlipText["size"] = "small",
  more: Partial<SlipText> = {},
): SlipText => ({
  ...{ kind: "text", text: value, size },
  ...more,
});
const RULE: SlipPart = { kind: "rule" };
const GAP: SlipPart = { kind: "gap" };

/** The slip that tells an event. Seats instead of names: paper cannot be erased. */
export function layOut(event: KitchenEvent, news: PaperNews, frame: SlipFrame): Slip {
  const words = PAPER_WORDS[frame.language];
  const { ticket } = event;
  const reason = event.reason ?? lastReason(news);
  return [
    ...heading(frame, words),
    ...(news.kind === "order" ? [] : [text(` ${words[news.kind]} `, "huge", { inverse: true })]),
    text(`${words.table} ${ticket.table}`, "huge"),
    text(`#${ticket.number}  ${clock(event.at, frame)}`, "large"),
    ...(news.kind === "cancelled" && reason ? [text(`${words.reason}: ${reason}`)] : []),
    RULE,
    ...news.lines.flatMap(({ line, portions }, place) => [
      ...(place > 0 ? [GAP] : []),
      text(dish(portions, line.kitchenName ?? line.name), "large"),
      ...(line.chosen ?? line.choices.map((valueName) => ({ optionName: "", valueName }))).map(
        ({ optionName, valueName }) =>
          text(optionName ? `${optionName}: ${valueName}` : valueName, "small", { indent: true }),
      ),
      ...(line.note ? [text(` ${line.note} `, "large", { indent: true, inverse: true })] : []),
      ...(line.allergens.length > 0
        ? [text(`${words.contains}: ${line.allergens.join(", ")}`, "small", { indent: true })]
        : []),
      ...(line.forSeat === null
        ? []
        : [text(`${words.seat} ${line.forSeat}`, "small", { indent: true })]),
    ]),
    RULE,
    ...(frame.copy ? [copyMark(words)] : []),
  ];
}

/** The slip that shows that a printer works: its letters, and letters that no code page has. */
export function layOutTest(frame: SlipFrame, at: number): Slip {
  const words = PAPER_WORDS[frame.language];
  return [
    ...heading(frame, words),
    text(words.test, "huge"),
    text(clock(at, frame), "large"),
    RULE,
    text(words.testText, "large"),
    text("Crème brûlée · Käsespätzle · Żurek"),
    text("宫保鸡丁 · 寿司 · ラーメン"),
    text("شوربة عدس"),
    RULE,
    ...(frame.copy ? [copyMark(words)] : []),
  ];
}

/** The sign between is no letter where the name has others: the name then says on which side it begins. */
function dish(portions: number, name: string): string {
  return `${portions} ${isAscii(name) ? "x" : "×"} ${name}`;
}

function heading(frame: SlipFrame, words: PaperWords): SlipPart[] {
  return [
    ...(frame.copy ? [copyMark(words), text(words.copyText)] : []),
    text(frame.instead ? `${words.instead}: ${frame.printer}` : frame.printer),
  ];
}

const copyMark = (words: PaperWords) => text(` ${words.copy} `, "huge", { inverse: true });

/** Why its last portions were cancelled, where the event itself does not say. */
function lastReason({ lines: [first] }: PaperNews): string | undefined {
  return first?.line.cancelled?.at(-1)?.reason;
}

/** In digits that every printer has. */
function clock(at: number, { timezone: timeZone }: SlipFrame): string {
  const style = { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone } as const;
  return dateTimeFormat("en", style).format(at);
}
