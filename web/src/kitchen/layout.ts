/** Where tickets stand: in columns and on pages, oldest first, in type as large as there is room for. */

/** A column narrower than this breaks dish names too often to be read from afar; in rem, by its type. */
const MIN_COLUMN_REM = 16;
/** On a lower screen than this, pages are as long as they need, and scroll. In rem. */
const MIN_SCREEN_REM = 34;
/** How many tickets a column has that is as long as it needs. */
const FLOWING = 9;
/** How many times as large as chosen the type of few tickets may be, the largest first; rather smaller than cut off. */
const LARGER = [2, 1.7, 1.45, 1.2, 1, 0.85] as const;

/** What the board may use, in pixels. */
export interface Room {
  readonly width: number;
  readonly height: number;
  /** Between tickets, and between columns. */
  readonly gap: number;
  readonly rem: number;
  /** Of the whole screen. */
  readonly screenHeight: number;
}

/** How a ticket is drawn, of which its height follows. */
export interface Drawn {
  /** The size of its type; 1 is as usual. */
  readonly type: number;
  /** Its width in pixels. */
  readonly width: number;
  /** In how many columns its dishes stand. */
  readonly inner: number;
}

export interface Layout<T> extends Drawn {
  /** The width of a column of dishes, in its type's own rem. */
  readonly units: number;
  /** Pages are as long as they need: the page is scrolled. */
  readonly flowing: boolean;
  /** Pages of columns of tickets; at least one page, and each has all its columns. */
  readonly pages: readonly (readonly (readonly T[])[])[];
}

/**
 * Lays tickets out, oldest first. Few of them share the room: as many columns as tickets, in the
 * largest type in which each is whole, and a long one's dishes beside each other. More of them stand on
 * pages in the type that was chosen. `heightOf` tells how tall a ticket is, in pixels.
 */
export function layOut<T>(
  tickets: readonly T[],
  room: Room,
  chosen: number,
  heightOf: (ticket: T, drawn: Drawn) => number,
): Layout<T> {
  const most = columnsOf(room, chosen);
  if (most === 1 || room.screenHeight < MIN_SCREEN_REM * room.rem) {
    const columns = Math.max(1, Math.min(most, tickets.length));
    const drawn = { type: chosen, width: widthOf(room, columns), inner: 1 };
    const rows = { height: FLOWING, gap: 0 };
    return {
      ...drawn,
      ...inUnits(drawn, room),
      flowing: true,
      pages: dealPages(tickets, columns, rows, () => 1),
    };
  }
  const few = tickets.length > 0 && tickets.length <= most ? tickets.length : 0;
  if (few > 0) {
    const width = widthOf(room, few);
    const together = [tickets.map((ticket) => [ticket])];
    for (const larger of LARGER) {
      const type = chosen * larger;
      const span = Math.floor(columnsOf(room, type) / few);
      for (let inner = 1; inner <= span; inner++) {
        const drawn = { type, width, inner };
        if (tickets.every((ticket) => heightOf(ticket, drawn) <= room.height)) {
          return { ...drawn, ...inUnits(drawn, room), flowing: false, pages: together };
        }
      }
    }
    const drawn = { type: chosen, width, inner: Math.max(1, Math.floor(most / few)) };
    return { ...drawn, ...inUnits(drawn, room), flowing: false, pages: together };
  }
  const drawn = { type: chosen, width: widthOf(room, most), inner: 1 };
  const height = (ticket: T) => heightOf(ticket, drawn);
  return {
    ...drawn,
    ...inUnits(drawn, room),
    flowing: false,
    pages: dealPages(tickets, most, room, height),
  };
}

/**
 * Deals tickets onto pages: each into the first column that has room for it, so that the oldest are at the
 * start and small ones fill what taller ones leave, and onto a new page with the first that no column has
 * room for. One that is taller than a page has a column for itself, and scrolls in itself.
 */
export function dealPages<T>(
  tickets: readonly T[],
  columns: number,
  { height, gap }: Pick<Room, "height" | "gap">,
  heightOf: (ticket: T) => number,
): T[][][] {
  const pages: T[][][] = [];
  let filled: number[] = [];
  for (const ticket of tickets) {
    const needed = Math.min(heightOf(ticket), height) + gap;
    let first = filled.findIndex((used) => used + needed <= height + gap);
    if (first < 0) {
      pages.push(emptyPage(columns));
      filled = Array.from({ length: columns }, () => 0);
      first = 0;
    }
    pages.at(-1)?.[first]?.push(ticket);
    filled[first] = (filled[first] ?? 0) + needed;
  }
  return pages.length > 0 ? pages : [emptyPage(columns)];
}

const emptyPage = <T>(columns: number): T[][] => Array.from({ length: columns }, () => []);

/** How many columns of this type there is room for. */
function columnsOf({ width, gap, rem }: Room, type: number): number {
  return Math.max(1, Math.floor((width + gap) / (MIN_COLUMN_REM * rem * type + gap)));
}

function inUnits({ type, width, inner }: Drawn, { rem }: Room): { readonly units: number } {
  return { units: Math.round((width / inner / type / rem) * 100) / 100 };
}

function widthOf({ width, gap }: Room, columns: number): number {
  return Math.floor((width - gap * (columns - 1)) / columns);
}

/** Where on the board a ticket of the page stands, in pixels; `room` is what is left under its head. */
export interface Place {
  readonly across: number;
  readonly down: number;
  readonly room: number;
}

/** The places of a page's tickets, and how far down the lowest of them reaches. */
export function placesOf<T>(
  columns: readonly (readonly T[])[],
  drawn: Drawn,
  { height, gap }: Pick<Room, "height" | "gap">,
  heightOf: (ticket: T, drawn: Drawn) => number,
): { readonly places: ReadonlyMap<T, Place>; readonly end: number } {
  const places = new Map<T, Place>();
  let end = 0;
  for (const [at, column] of columns.entries()) {
    let down = 0;
    for (const ticket of column) {
      places.set(ticket, { across: at * (drawn.width + gap), down, room: height - down });
      down += heightOf(ticket, drawn) + gap;
    }
    end = Math.max(end, down - gap);
  }
  return { places, end };
}
