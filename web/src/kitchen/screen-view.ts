/** What of the kitchen a screen shows: a station, the pass, or all of it. */
import type { Ticket } from "@tureen/shared/kitchen/endpoints";
import { type Station, stationsFor } from "@tureen/shared/menu/stations";
import { ALL, PASS } from "../menu/stations/screen-address.ts";
import { isHeld } from "./courses.ts";
import { isCooked, statusOfPart } from "./progress.ts";
import { wantedPortions } from "./wanted.ts";

type Line = Ticket["lines"][number];

export interface ScreenView {
  readonly kind: "all" | "pass" | "station";
  /** The station of a station's screen. */
  readonly station?: Station;
  /** The screen was a station's that there is not any more: it shows everything. */
  readonly gone?: true;
}

/** How much of an order is made at a station. */
export interface Share {
  readonly station: Station;
  readonly portions: number;
}

const WHOLE: ScreenView = { kind: "all" };

/** The view that was chosen, by a station's id, `PASS` or `ALL`; a kitchen without stations has but one. */
export function screenView(chosen: string | undefined, stations: readonly Station[]): ScreenView {
  if (chosen === undefined || chosen === ALL) return WHOLE;
  if (chosen === PASS) return stations.length > 0 ? { kind: "pass" } : WHOLE;
  const station = stations.find(({ id }) => id === chosen);
  return station ? { kind: "station", station } : { ...WHOLE, gone: true };
}

/** The ids of the stations that make a line; older servers do not say it, and then the default does. */
const madeAt = (line: Line, stations: readonly Station[]) => stationsFor(line.stations, stations);

/** The lines of a ticket that are for this screen to make, or to see through. */
export function ownLines(
  { lines }: Pick<Ticket, "lines">,
  { station }: ScreenView,
  stations: readonly Station[],
): readonly Line[] {
  return station ? lines.filter((line) => madeAt(line, stations).includes(station.id)) : lines;
}

/** A ticket as this screen has to see it through: its own lines, and how far they are together. */
export function partOf(ticket: Ticket, view: ScreenView, stations: readonly Station[]): Ticket {
  if (!view.station) return ticket;
  const lines = [...ownLines(ticket, view, stations)];
  return { ...ticket, lines, status: statusOfPart(lines, ticket.status) };
}

/** Whether a ticket is on the screen: one without a line never is nowhere. */
export function isOnScreen(
  ticket: Pick<Ticket, "lines">,
  view: ScreenView,
  stations: readonly Station[],
): boolean {
  return ticket.lines.length === 0 || ownLines(ticket, view, stations).length > 0;
}

/** What others make of a ticket, by their stations; nothing but on a station's own screen. */
export function madeElsewhere(
  ticket: Pick<Ticket, "lines">,
  view: ScreenView,
  stations: readonly Station[],
): Share[] {
  const own = new Set(ownLines(ticket, view, stations));
  return sharesOf(
    ticket.lines.filter((line) => !own.has(line)),
    stations,
  );
}

/** Who is waited for before an order can be carried out; nobody once it is ready. */
export function waitedFor(
  ticket: Pick<Ticket, "lines" | "status">,
  stations: readonly Station[],
): Share[] {
  return sharesOf(
    ticket.lines.filter((line) => !isCooked(line, ticket.status) && !isHeld(line)),
    stations,
  );
}

/** The wanted portions of lines by the stations that make them, in their order. */
function sharesOf(lines: readonly Line[], stations: readonly Station[]): Share[] {
  return stations.flatMap((station) => {
    const portions = lines
      .filter((line) => madeAt(line, stations).includes(station.id))
      .reduce((sum, line) => sum + wantedPortions(line), 0);
    return portions > 0 ? [{ station, portions }] : [];
  });
}
