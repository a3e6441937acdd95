import type { Ticket } from "@tureen/shared/kitchen/endpoints";
import { type Accessor, createMemo, createSignal } from "solid-js";
import { createHeights, type Heights } from "./create-heights.ts";
import { type Drawn, type Layout, layOut, type Place, placesOf, type Room } from "./layout.ts";
import type { ShownLine } from "./merge-lines.ts";
import { type Density, TYPE_OF } from "./screen-settings.ts";
import { estimateHeight } from "./ticket-height.ts";

export interface Pages {
  readonly layout: Accessor<Layout<Ticket>>;
  /** How the layout draws tickets; the same object until it draws them differently. */
  readonly drawn: Accessor<Drawn>;
  /** Where on the board the page's tickets stand, by their orders, and how far down they reach. */
  readonly places: Accessor<{ readonly of: ReadonlyMap<string, Place>; readonly end: number }>;
  readonly heights: Heights<readonly ShownLine[]>;
  /** The page that is shown, from 0, and its tickets, oldest first. */
  readonly at: Accessor<number>;
  readonly shown: Accessor<readonly Ticket[]>;
  /** The tickets of earlier and of later pages. */
  readonly before: Accessor<readonly Ticket[]>;
  readonly after: Accessor<readonly Ticket[]>;
  turn(by: 1 | -1): void;
  first(): void;
  /** The board has so much room now. */
  fit(room: Room): void;
}

/** Before the board was measured. */
const ANY_ROOM: Room = { width: 1024, height: 600, gap: 12, rem: 17, screenHeight: 768 };

/** The board's tickets on its pages, as large as was chosen on the device. */
export function createPages(options: {
  /** Oldest first. */
  readonly tickets: Accessor<readonly Ticket[]>;
  readonly density: Accessor<Density>;
  /** A ticket's dishes, as it shows them. */
  readonly linesOf: (ticket: Ticket) => readonly ShownLine[];
}): Pages {
  const { tickets } = options;
  const [room, setRoom] = createSignal(ANY_ROOM, { equals: isSameRoom });
  const [wanted, setWanted] = createSignal(0);
  const heights = createHeights<readonly ShownLine[]>((lines, drawn) =>
    estimateHeight(lines, drawn, room().rem),
  );
  const heightOf = (ticket: Ticket, drawn: Drawn) => heights.of(options.linesOf(ticket), drawn);
  const layout = createMemo(() => layOut(tickets(), room(), TYPE_OF[options.density()], heightOf));
  // Or each order that comes would have every ticket that is drawn be measured again.
  const drawn = createMemo<Drawn>(() => layout(), layout(), { equals: isDrawnSame });
  // There may be fewer pages than when it was turned to.
  const at = createMemo(() => Math.min(wanted(), layout().pages.length - 1));
  const places = createMemo(() => {
    const page = layout().pages[at()] ?? [];
    const { places: all, end } = placesOf(page, drawn(), room(), heightOf);
    return { of: new Map([...all].map(([{ orderId }, place]) => [orderId, place])), end };
  });
  const sizeOf = (page: Layout<Ticket>["pages"][number]) => page.flat().length;
  const start = createMemo(() =>
    layout()
      .pages.slice(0, at())
      .reduce((sum, page) => sum + sizeOf(page), 0),
  );
  const end = () => start() + sizeOf(layout().pages[at()] ?? []);

  return {
    layout,
    drawn,
    places,
    heights,
    at,
    shown: createMemo(() => tickets().slice(start(), end())),
    before: createMemo(() => tickets().slice(0, start())),
    after: createMemo(() => tickets().slice(end())),
    turn: (by) => setWanted(Math.max(0, Math.min(at() + by, layout().pages.length - 1))),
    first: () => setWanted(0),
    fit: setRoom,
  };
}

function isDrawnSame(a: Drawn, b: Drawn): boolean {
  return a.type === b.type && a.width === b.width && a.inner === b.inner;
}

function isSameRoom(a: Room, b: Room): boolean {
  return (Object.keys(a) as (keyof Room)[]).every((key) => a[key] === b[key]);
}
