/**
 * Promises 1, 2 and 9 as the real app's page tells of them: what it called saved is in the log and in
 * every replica, what it said the kitchen has was ordered, nothing is there that was never tapped, and
 * at rest it shows the cart that the log holds.
 */
import { cartOf } from "@tureen/shared/table/document/cart";
import { makerOf, splitPortionKey } from "@tureen/shared/table/document/keys";
import { readSession, type SessionView } from "@tureen/shared/table/document/session-document";
import type { HistoryEvent, PageEvent, ShownLine } from "../history.ts";
import { bySession, type Check, type Offence, type ViolationCode } from "./finding.ts";
import type { GroundSession } from "./ground.ts";

type Told = HistoryEvent & PageEvent;

export const checkPageClaims: Check = (events, ground) => {
  const offences: Offence[] = [];
  const counts = {
    ...{ pageSavedClaims: 0, pageConfirmClaims: 0, pageOrderClaims: 0, pagesAtRest: 0 },
    ...{ falseSaved: 0, lostEdits: 0, missingOutcomes: 0 },
  };
  for (const [id, all] of bySession(events)) {
    const session = ground.sessions.get(id);
    // A session that is lost altogether is another check's finding.
    if (!session) continue;
    const told = all.filter(isTold);
    for (const ofPage of Map.groupBy(told, ({ phone }) => phone).values()) {
      for (const { note, portions, guest } of savedClaims(ofPage)) {
        counts.pageSavedClaims += 1;
        const found = judgeSaved(session, note, portions, guest);
        offences.push(...found);
        if (found.length > 0) counts.lostEdits += 1;
        counts.falseSaved += found.filter(({ code }) => code === "false-saved").length;
      }
      offences.push(...inventedPortions(session, ofPage));
      const confirms = judgeConfirms(session, ofPage);
      counts.pageConfirmClaims += confirms.claimed;
      offences.push(...confirms.invented);
      const orders = ofPage.filter((event) => event.kind === "page-said-ordered");
      counts.pageOrderClaims += orders.length;
      const missing = [
        ...confirms.missing,
        ...orders.flatMap(({ order }) => judgeOrdered(session, order)),
      ];
      counts.missingOutcomes += missing.length;
      offences.push(...missing);
    }
    for (const event of told) {
      if (event.kind !== "page-rested") continue;
      counts.pagesAtRest += 1;
      offences.push(...judgeAtRest(session, event.phone, event.lines));
    }
  }
  return { offences, counts };
};

function isTold(event: HistoryEvent): event is Told {
  return event.kind.startsWith("page-");
}

/** Of every line the most that the page has called saved. */
function savedClaims(events: readonly Told[]) {
  const asked = new Set(events.flatMap((e) => (e.kind === "page-asked" ? [e.note] : [])));
  const most = new Map<string, { note: string; portions: number; guest: string }>();
  for (const event of events) {
    if (event.kind !== "page-showed" && event.kind !== "page-rested") continue;
    for (const { note, mine, isSaved } of event.lines) {
      // At rest it shows others' lines too.
      if (!isSaved || !asked.has(note) || mine <= (most.get(note)?.portions ?? 0)) continue;
      most.set(note, { note, portions: mine, guest: event.guest });
    }
  }
  return most.values();
}

/** Guests of pages only ever add, so that what was once saved may not become less. */
function judgeSaved(
  session: GroundSession,
  note: string,
  claimed: number,
  guest: string,
): Offence[] {
  const copies = [
    { name: "the log", view: session.replay.view },
    ...session.replicas.map(({ name, doc }) => ({ name, view: readSession(doc) })),
  ];
  const short = copies.filter(({ view }) => portionsOf(view, note, guest) < claimed);
  const where = short.map(({ name }) => name);
  if (where.length === 0) return [];
  const inLog = where[0] !== "the log";
  return [
    offence(session, inLog ? "acknowledged-edit-lost" : "false-saved", note, {
      message: `The app's page called ${claimed} of “${note}” saved, of which not all are in ${where.join(", ")}.`,
      about: (e) =>
        ((e.kind === "page-showed" || e.kind === "page-rested") &&
          e.lines.some((line) => line.note === note)) ||
        (e.kind === "page-asked" && e.note === note),
    }),
  ];
}

/** More in the log than was ever tapped. */
function inventedPortions(session: GroundSession, events: readonly Told[]): Offence[] {
  const asked = new Map<string, number>();
  for (const event of events)
    if (event.kind === "page-asked") asked.set(event.note, event.portions);
  const guest = events[0]?.guest ?? "";
  return [...asked].flatMap(([note, portions]) => {
    const found = portionsOf(session.replay.view, note, guest);
    if (found <= portions) return [];
    return offence(session, "edit-invented", note, {
      message: `The log holds ${found} of “${note}”, of which ${portions} were tapped on the app's page.`,
      about: (e) => e.kind === "page-asked" && e.note === note,
      excuses: (e) => e.kind === "page-asked" && e.note === note,
    });
  });
}

function judgeConfirms(session: GroundSession, events: readonly Told[]) {
  let claimed = 0;
  let sends = 0;
  for (const event of events) {
    if (event.kind === "page-said-confirmed") claimed = Math.max(claimed, event.confirms);
    if (event.kind === "page-sent") sends = event.sends;
  }
  const guest = events[0]?.guest ?? "";
  const { confirms } = session.replay.view;
  const found = Object.keys(confirms).filter((confirm) => makerOf(confirm) === guest).length;
  const invented = offence(session, "edit-invented", `confirms of ${guest}`, {
    message: `The log holds ${found} confirms of a page on which ${sends} were tapped.`,
    about: (e) => e.kind === "page-sent",
    excuses: (e) => e.kind === "page-sent",
  });
  const missing = offence(session, "outcome-missing", `confirms of ${guest}`, {
    message: `The app's page called ${claimed} confirms saved, and the log holds ${found}.`,
    about: (e) => e.kind === "page-said-confirmed",
  });
  return {
    claimed,
    invented: found > sends ? [invented] : [],
    missing: found < claimed ? [missing] : [],
  };
}

function judgeOrdered(session: GroundSession, order: number): Offence[] {
  if (session.orders.some(({ number }) => number === order)) return [];
  return [
    offence(session, "receipt-without-order", String(order), {
      message: `The app's page said that the kitchen has order ${order}, which is not there.`,
      about: (e) => e.kind === "page-said-ordered" && e.order === order,
    }),
  ];
}

function judgeAtRest(session: GroundSession, page: string, shown: readonly ShownLine[]): Offence[] {
  const wanted = cartOf(session.replay.view).map(({ line, quantity }) =>
    lineText({ item: line.item, note: line.note, quantity }),
  );
  const actual = shown.map(lineText);
  if (wanted.sort().join("\n") === actual.sort().join("\n")) return [];
  const lacks = wanted.filter((line) => !actual.includes(line));
  return [
    offence(session, "replica-differs", page, {
      message: `The app's page shows another cart than the log holds; it lacks ${lacks.length} of ${wanted.length} lines.`,
      about: (e) => e.kind === "page-rested" && e.phone === page,
    }),
  ];
}

/** A line as both the page and the log tell it. */
export function lineText(line: Pick<ShownLine, "item" | "note" | "quantity">): string {
  return `${line.item} ${line.note} ${line.quantity}`;
}

/** All portions that a guest has asked for of the lines with this note, ordered or not. */
function portionsOf(view: SessionView, note: string, guest: string): number {
  let sum = 0;
  for (const [key, portion] of Object.entries(view.portions)) {
    const { lineId, diner } = splitPortionKey(key);
    if (diner === guest && view.lines[lineId]?.note === note) sum += portion;
  }
  return sum;
}

function offence(
  session: GroundSession,
  code: ViolationCode,
  what: string,
  more: Pick<Offence, "message" | "about" | "excuses">,
): Offence {
  const { about, ...rest } = more;
  return {
    code,
    ids: { session: session.id, what },
    about: (e) => "session" in e && e.session === session.id && about(e),
    ...rest,
  };
}
