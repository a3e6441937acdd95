import type { KitchenEvent, Ticket } from "@tureen/shared/kitchen/endpoints";
import type { Printer, PrintKind } from "@tureen/shared/kitchen/printers";
import { type Station, stationsFor } from "@tureen/shared/menu/stations";
import { LINE_STATUSES, type LineStatus } from "@tureen/shared/table/document/order-status";

export type TicketLine = Ticket["lines"][number];

/** What an event means for the paper of one printer. */
export interface PaperNews {
  readonly kind: Exclude<PrintKind, "test">;
  readonly lines: readonly { readonly line: TicketLine; readonly portions: number }[];
}

/**
 * What an event puts on a printer's paper; undefined for one that is not about what is made there, or not
 * about what is to be made. Cooks see on screens how far dishes are; paper tells what there is to cook, that
 * it is not wanted any more, and that it is wanted after all.
 */
export function paperNews(
  event: KitchenEvent,
  printer: Pick<Printer, "stations">,
  stations: readonly Pick<Station, "id" | "isDefault">[],
): PaperNews | undefined {
  const here = event.ticket.lines.filter((line) => isMadeAt(line, printer, stations));
  const whole = (line: TicketLine) => ({ line, portions: wantedOf(line) });
  const news = (kind: PaperNews["kind"], lines: PaperNews["lines"]) => {
    const some = lines.filter(({ portions }) => portions > 0);
    return some.length > 0 ? { kind, lines: some } : undefined;
  };
  if (event.line) {
    const { id, change, portions } = event.line;
    const lines = here
      .filter((line) => line.id === id && line.status !== "held")
      .map((line) => ({ line, portions }));
    return news(change === "cancelled" ? "cancelled" : "again", lines);
  }
  if (event.from === null)
    return news(
      "order",
      // What waits for its course is on paper when that is fired.
      here.filter((line) => !wasHeld(line)).map((line) => ({ line, portions: line.quantity })),
    );
  if (event.to === "cancelled") {
    const known = here.filter(({ status }) => status !== "held");
    return event.from === "cancelled" ? undefined : news("cancelled", known.map(whole));
  }
  if (event.moves) {
    const linesOf = (moves: typeof event.moves) => {
      const moved = new Set(moves?.map(({ line }) => line));
      return here.filter(({ id }) => id !== undefined && moved.has(id)).map(whole);
    };
    const fired = linesOf(event.moves.filter(({ from }) => from === "held"));
    if (fired.length > 0) return news("order", fired);
    const heldAgain = linesOf(event.moves.filter(({ to }) => to === "held"));
    if (heldAgain.length > 0) return news("cancelled", heldAgain);
    const back = new Set(event.moves.filter(isRecall).map(({ line }) => line));
    return news("again", here.filter(({ id }) => id !== undefined && back.has(id)).map(whole));
  }
  if (event.from === "cancelled" || !isRecall({ from: event.from, to: event.to })) return undefined;
  return news("again", here.map(whole));
}

/** Whether a line is made where a printer prints for. */
function isMadeAt(
  line: TicketLine,
  printer: Pick<Printer, "stations">,
  stations: readonly Pick<Station, "id" | "isDefault">[],
): boolean {
  if (printer.stations.length === 0 || stations.length === 0) return true;
  const prints = stationsFor(printer.stations, stations);
  return stationsFor(line.stations, stations).some((station) => prints.includes(station));
}

/** Whether a line waited for its course when it was ordered. */
function wasHeld({ status, firedAt }: TicketLine): boolean {
  return status === "held" || (firedAt ?? null) !== null;
}

/** What was done is to be done again: less than that, such as a slip when accepting, is no news on paper. */
function isRecall({ from, to }: { readonly from: LineStatus; readonly to: LineStatus }): boolean {
  return (
    LINE_STATUSES.indexOf(from) >= READY && LINE_STATUSES.indexOf(to) < LINE_STATUSES.indexOf(from)
  );
}

const READY = LINE_STATUSES.indexOf("ready");

function wantedOf(line: TicketLine): number {
  const cancelled = (line.cancelled ?? []).reduce((sum, { portions }) => sum + portions, 0);
  return line.quantity - cancelled;
}
