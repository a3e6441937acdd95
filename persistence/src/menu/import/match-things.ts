/**
 * Finds out which things of a menu file the restaurant already has, so that they keep their ids, and
 * with these their sold-out marks and stock. Pure. Where a guess could be wrong it makes none: a new
 * thing costs its mark, a wrong one puts the mark on another dish.
 */

/** What a thing is told by. */
interface Told {
  /** What the files that it came from call it. */
  readonly externalId: string | null;
  /** The number on the printed menu. */
  readonly code: string | null;
  readonly name: string;
  /** Id of what it is in: a dish's section, an option's dish, a value's option. */
  readonly place: string;
  /** Minor units; tells apart what has one name in one place. */
  readonly price: number | null;
}

/** A thing that the restaurant has. */
export interface KnownThing extends Told {
  /** When it was taken off the menu; null while it is on it. */
  readonly archivedAt: number | null;
}

/** A thing of the file. */
export type WantedThing = Told;

/** By what a thing was recognised. */
export type MatchedBy = "id" | "code" | "name";

/** What became of the things of a file, each at its place in the list. */
export interface Matches<Known> {
  readonly matched: readonly ({ readonly known: Known; readonly by: MatchedBy } | null)[];
  /** Positions of those that are new because several of their name could not be told apart. */
  readonly undecided: ReadonlySet<number>;
}

/** A thing of the file with its position there. */
interface Open {
  readonly at: number;
  readonly thing: WantedThing;
}

/**
 * Matches by external id, then by code, then by name in the same place, then by name anywhere; what
 * is on the menu before what was taken off it.
 */
export function matchThings<Known extends KnownThing>(
  known: readonly Known[],
  wanted: readonly WantedThing[],
): Matches<Known> {
  const matching = new Matching(known, wanted);
  const inForce = known.filter((thing) => thing.archivedAt === null);
  const archived = latestOfEachName(known.filter((thing) => thing.archivedAt !== null));
  matching.byExternalId(inForce);
  matching.byExternalId(archived);
  matching.byCode(inForce);
  const undecided = matching.byName(inForce);
  matching.byName(archived);
  return {
    matched: matching.matched,
    undecided: new Set([...undecided].filter((at) => matching.matched[at] === null)),
  };
}

class Matching<Known extends KnownThing> {
  readonly matched: ({ readonly known: Known; readonly by: MatchedBy } | null)[];
  readonly #wanted: readonly Open[];
  readonly #taken = new Set<Known>();
  readonly #namesOnMenu: ReadonlySet<string>;
  readonly #namesInFile: ReadonlySet<string>;

  constructor(known: readonly Known[], wanted: readonly WantedThing[]) {
    this.matched = wanted.map(() => null);
    this.#wanted = wanted.map((thing, at) => ({ at, thing }));
    this.#namesOnMenu = new Set(known.filter((k) => k.archivedAt === null).map(nameKey));
    this.#namesInFile = new Set(wanted.map(nameKey));
  }

  byExternalId(known: readonly Known[]): void {
    for (const [ours, theirs] of this.#groups(known, (thing) => thing.externalId)) {
      this.#pairOnly(ours, theirs, "id");
    }
  }

  byCode(known: readonly Known[]): void {
    for (const [ours, theirs] of this.#groups(known, (thing) => thing.code)) {
      const [one, other] = [ours[0], theirs[0]?.thing];
      if (!one || !other) continue;
      // A renumbered menu gives a dish the number of another one that is still there by its name.
      const renamed = nameKey(one) !== nameKey(other);
      const renumbered =
        this.#namesOnMenu.has(nameKey(other)) || this.#namesInFile.has(nameKey(one));
      if (!renamed || !renumbered) this.#pairOnly(ours, theirs, "code");
    }
  }

  /** Returns the positions of those that it could not decide. */
  byName(known: readonly Known[]): Set<number> {
    const undecided = new Set<number>();
    const inPlace = (thing: Told) => JSON.stringify([thing.place, nameKey(thing)]);
    const stuck = new Set<Known>();
    for (const [ours, theirs] of this.#groups(known, inPlace)) {
      if (ours.length === 1 && theirs.length === 1) {
        this.#pairOnly(ours, theirs, "name");
        continue;
      }
      for (const [same, alike] of this.#groups(ours, codeAndPrice, theirs)) {
        this.#pairAll(same, alike);
      }
      for (const [same, alike] of this.#groups(ours, codeOf, theirs)) {
        this.#pairOnly(same, alike, "name");
      }
      const [left, open] = [this.#free(ours), this.#open(theirs)];
      if (left.length === 0 || open.length === 0) continue;
      for (const thing of left) stuck.add(thing);
      for (const { at } of open) undecided.add(at);
    }
    for (const [ours, theirs] of this.#groups(known, nameKey)) {
      const sure =
        !ours.some((thing) => stuck.has(thing)) && !theirs.some(({ at }) => undecided.has(at));
      if (sure && ours.length === 1 && theirs.length === 1) this.#pairOnly(ours, theirs, "name");
      else for (const { at } of theirs) undecided.add(at);
    }
    return undecided;
  }

  /** Pairs the only one of either side. */
  #pairOnly(known: readonly Known[], wanted: readonly Open[], by: MatchedBy): void {
    if (known.length === 1 && wanted.length === 1) this.#pair(known[0], wanted[0], by);
  }

  /** Pairs what nothing tells apart in its order, if none of either side is left over. */
  #pairAll(known: readonly Known[], wanted: readonly Open[]): void {
    if (known.length !== wanted.length) return;
    for (const [i, thing] of known.entries()) this.#pair(thing, wanted[i], "name");
  }

  #pair(known: Known | undefined, wanted: Open | undefined, by: MatchedBy): void {
    if (!known || !wanted || otherIds(known, wanted.thing)) return;
    this.matched[wanted.at] = { known, by };
    this.#taken.add(known);
  }

  #free(known: readonly Known[]): Known[] {
    return known.filter((thing) => !this.#taken.has(thing));
  }

  #open(wanted: readonly Open[]): Open[] {
    return wanted.filter(({ at }) => this.matched[at] === null);
  }

  /** Those not matched yet that have one key, where there are any on both sides. */
  #groups(
    known: readonly Known[],
    keyOf: (thing: Told) => string | null,
    wanted: readonly Open[] = this.#wanted,
  ): (readonly [Known[], Open[]])[] {
    const ours = Map.groupBy(this.#free(known), keyOf);
    const theirs = Map.groupBy(this.#open(wanted), ({ thing }) => keyOf(thing));
    return [...theirs].flatMap(([key, open]) => {
      const free = key === null ? undefined : ours.get(key);
      return free ? [[free, open] as const] : [];
    });
  }
}

/** Of what was taken off the menu under one name in one place, what was taken off last. */
function latestOfEachName<Known extends KnownThing>(archived: readonly Known[]): Known[] {
  const groups = Map.groupBy(archived, (thing) => JSON.stringify([thing.place, nameKey(thing)]));
  return [...groups.values()].flatMap((group) => {
    const latest = Math.max(...group.map((thing) => thing.archivedAt ?? 0));
    return group.filter((thing) => thing.archivedAt === latest);
  });
}

/** Whether the two say themselves that they are not the same. */
function otherIds(known: KnownThing, wanted: WantedThing): boolean {
  return (
    known.externalId !== null &&
    wanted.externalId !== null &&
    known.externalId !== wanted.externalId
  );
}

/** A name as people compare it: not by its capitals, spaces and the widths of its letters. */
function nameKey({ name }: Told): string {
  return name.normalize("NFKC").toLowerCase().replace(/\s+/g, " ").trim();
}

function codeOf({ code }: Told): string | null {
  return code;
}

function codeAndPrice({ code, price }: Told): string {
  return JSON.stringify([code, price]);
}
