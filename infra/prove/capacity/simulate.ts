/**
 * One night as discrete events: parties come, stay and go, nodes are lost, join and drain, Redis and a
 * shard are away. Edits and confirms are drawn for each shard and second; everything else is exact.
 * The same evening, the same figures.
 */
import { SeededRandom } from "../chaos/seeded-random.ts";
import { type Arm, Cluster, type SimulatedNode, type Table } from "./cluster.ts";
import { COSTS } from "./costs.ts";
import type { Evening } from "./evening.ts";
import { EventQueue } from "./event-queue.ts";
import { drawCount, type Load, loadOf } from "./load.ts";
import { comeBack, type Return, retryUntil } from "./returns.ts";

type Event =
  | { readonly do: "seat"; readonly restaurant: number }
  | { readonly do: "leave"; readonly table: Table }
  | { readonly do: "second" }
  | { readonly do: "lose-node" | "node-is-back" | "join" | "drain" | "lose-shard" };

/** What a lost or leaving node meant. */
export interface NodeGone extends Return {
  readonly phones: number;
}

export interface Night {
  readonly arm: Arm;
  /** All tables taken, nothing lost yet: the mean of the minute before the peak, and the busiest minute. */
  readonly full: Load;
  readonly peak: Load;
  /** `evenedOut`: tables of others that moved since, until ten minutes later. */
  readonly lostNode: NodeGone & { readonly evenedOut: number };
  readonly drainedNode: NodeGone;
  /** What a node that joined has ten minutes later, and the tables that were moved for it. */
  readonly joined: { readonly phones: number; readonly mean: number; readonly moved: number };
  readonly lostRedis: {
    /** Orders whose outcome a phone saw only with the next check. */
    readonly lateOrders: number;
    /** Statements with which all nodes look at once when it is back. */
    readonly statements: number;
  };
  readonly lostShard: {
    readonly phones: number;
    readonly heldEdits: number;
    readonly attemptsPerSecond: number;
    /** From its return until every edit that phones held is saved, s. */
    readonly savedAfterS: number;
  };
  /** Everything that ever was: for those who check that nothing comes from nowhere. */
  readonly totals: {
    readonly seated: number;
    readonly left: number;
    readonly present: number;
    readonly editsMade: number;
    readonly editsSaved: number;
    readonly editsHeld: number;
    /** How far a node ever was above what it takes, phones. */
    readonly mostAboveBound: number;
  };
}

const SECOND_AFTER_PEAK = 60;
/** A web server moves at most so many tables from a node in a second. */
const MOVES_PER_WEB_SERVER = 4;
const DRAIN_S = 28;
const NODE_AWAY_S = 60;

/** Plays the night; `observe` is called after every second, with how many phones there are. */
export function simulate(
  arm: Arm,
  evening: Evening,
  observe: (cluster: Cluster, present: number) => void = () => {},
): Night {
  const random = new SeededRandom(evening.seed);
  const [coming, staying, tapping, returning] = ["coming", "staying", "tapping", "returning"].map(
    (name) => random.fork(name),
  ) as [SeededRandom, SeededRandom, SeededRandom, SeededRandom];
  const cluster = new Cluster(arm, evening.nodes);
  const queue = new EventQueue<Event>();
  const { phonesPerTable, shards, stayS } = evening;
  const shardOf = (restaurant: number) => restaurant % shards;
  const shardPhones = Array<number>(shards).fill(0);
  const totals = { seated: 0, left: 0, editsMade: 0, editsSaved: 0, editsHeld: 0, moved: 0 };
  let mostAboveBound = 0;
  let tables = 0;
  let now = 0;
  const loads = { full: [] as Load[], peak: [] as Load[] };
  let lostNode: Night["lostNode"] | undefined;
  let drainedNode: NodeGone | undefined;
  let dead: SimulatedNode | undefined;
  let joined: { node: SimulatedNode; movedBefore: number } | undefined;
  let joinedFigures: Night["joined"] | undefined;
  let redis = { lateOrders: 0, statements: 0 };
  /** Edits that phones of the lost shard hold, and in which second how many come back. */
  let shard = {
    phones: 0,
    writers: 0,
    attemptsPerSecond: 0,
    back: [] as number[],
    held: 0,
    savedAfterS: 0,
  };
  const shardBackAt = evening.shardLostAtS + evening.shardLostForS;

  for (let restaurant = 0; restaurant < evening.restaurants; restaurant += 1) {
    for (let i = 0; i < evening.tablesPerRestaurant; i += 1) {
      queue.plan(coming.next() * evening.fillS, { do: "seat", restaurant });
    }
  }
  for (let at = 1; at <= evening.endS; at += 1) queue.plan(at, { do: "second" });
  queue.plan(evening.nodeLostAtS, { do: "lose-node" });
  queue.plan(evening.nodeLostAtS + NODE_AWAY_S, { do: "node-is-back" });
  queue.plan(evening.nodeJoinsAtS, { do: "join" });
  queue.plan(evening.nodeDrainsAtS, { do: "drain" });
  queue.plan(evening.shardLostAtS, { do: "lose-shard" });

  function enter(table: Table): void {
    const node = cluster.choose(table.restaurant, table.id);
    const bound = cluster.bound;
    cluster.enter(table, node);
    mostAboveBound = Math.max(mostAboveBound, node.phones - bound);
  }

  function seat(restaurant: number): void {
    const table: Table = {
      id: tables++,
      restaurant,
      phones: phonesPerTable,
      node: cluster.nodes[0] as SimulatedNode,
    };
    totals.seated += table.phones;
    const shardNumber = shardOf(restaurant);
    shardPhones[shardNumber] = (shardPhones[shardNumber] ?? 0) + table.phones;
    enter(table);
    queue.plan(now + stayS * (0.5 + staying.next()), { do: "leave", table });
  }

  function leave(table: Table): void {
    cluster.leave(table);
    totals.left += table.phones;
    const shardNumber = shardOf(table.restaurant);
    shardPhones[shardNumber] = (shardPhones[shardNumber] ?? 0) - table.phones;
    seat(table.restaurant);
  }

  /** A node's phones come back to the others within so many seconds; the first of a table chooses. */
  function takeOut(node: SimulatedNode, withinS: number): NodeGone {
    const phones = node.phones;
    const arrivals = cluster.remove(node).map((table) => {
      const times = Array.from({ length: table.phones }, () => returning.next() * withinS);
      return { table, times, first: Math.min(...times) };
    });
    const onNode = new Map<SimulatedNode, number[]>();
    for (const { table, times } of arrivals.sort((a, b) => a.first - b.first)) {
      enter(table);
      const there = onNode.get(table.node) ?? [];
      there.push(...times);
      onNode.set(table.node, there);
    }
    return { phones, ...comeBack(onNode) };
  }

  function second(): void {
    const isPeak = now > evening.peakAtS && now <= evening.peakAtS + SECOND_AFTER_PEAK;
    const factor = isPeak ? evening.peakFactor : 1;
    const isShardAway = now > evening.shardLostAtS && now <= shardBackAt;
    const edits: number[] = [];
    let orders = 0;
    for (const [number, phones] of shardPhones.entries()) {
      const made = drawCount(tapping, (phones * evening.editsPerPhone * factor) / stayS);
      totals.editsMade += made;
      const isLost = isShardAway && number === 0;
      if (isLost) {
        shard.held += made;
        totals.editsHeld += made;
      } else totals.editsSaved += made;
      edits.push(isLost ? 0 : made);
      const confirms = (phones / phonesPerTable) * evening.confirmsPerTable * factor;
      if (!isLost) orders += drawCount(tapping, confirms / stayS);
    }
    if (now > shardBackAt) saveHeld(edits);
    totals.moved += cluster.evenOut(MOVES_PER_WEB_SERVER * evening.webServers);
    const load = () => loadOf({ cluster, evening, edits, orders });
    if (isPeak) loads.peak.push(load());
    else if (now > evening.peakAtS - SECOND_AFTER_PEAK && now <= evening.peakAtS)
      loads.full.push(load());
    if (now > evening.redisLostAtS && now <= evening.redisLostAtS + evening.redisLostForS) {
      redis = { lateOrders: redis.lateOrders + orders, statements: load().looksAtOnce };
    }
    if (joined && now === evening.nodeJoinsAtS + 600) {
      const mean = cluster.phones / cluster.nodes.length;
      joinedFigures = {
        phones: joined.node.phones,
        mean,
        moved: totals.moved - joined.movedBefore,
      };
    }
    observe(
      cluster,
      shardPhones.reduce((sum, phones) => sum + phones, 0),
    );
  }

  /** Phones of the shard that is back send what they hold, as far as it keeps up. */
  function saveHeld(edits: number[]): void {
    if (totals.editsHeld === 0) return;
    const since = now - shardBackAt;
    const returned = shard.back.slice(0, since).reduce((sum, count) => sum + count, 0);
    const due =
      since >= shard.back.length ? shard.held : Math.floor((shard.held * returned) / shard.writers);
    const saved = shard.held - totals.editsHeld;
    const room = Math.max(0, COSTS.commitsPerSecond.value - (edits[0] ?? 0));
    const saving = Math.min(due - saved, room);
    edits[0] = (edits[0] ?? 0) + saving;
    totals.editsHeld -= saving;
    totals.editsSaved += saving;
    shard.savedAfterS = since;
  }

  function loseShard(): void {
    const phones = shardPhones[0] ?? 0;
    const editsPerSecond = evening.editsPerPhone / stayS;
    shard = {
      ...shard,
      phones,
      ...retryUntil(returning, phones, editsPerSecond, evening.shardLostForS),
    };
  }

  const happenings: Record<
    Extract<Event["do"], `${string}-${string}` | "join" | "drain">,
    () => void
  > = {
    "lose-node": () => {
      dead = cluster.busiest;
      lostNode = { ...takeOut(dead, 1), evenedOut: totals.moved };
    },
    "node-is-back": () => void (dead && cluster.join(dead)),
    join: () => {
      if (lostNode) lostNode = { ...lostNode, evenedOut: totals.moved - lostNode.evenedOut };
      joined = { node: cluster.join(), movedBefore: totals.moved };
    },
    drain: () => {
      drainedNode = takeOut(cluster.busiest, DRAIN_S);
    },
    "lose-shard": loseShard,
  };

  for (let next = queue.next(); next && next.at <= evening.endS; next = queue.next()) {
    const { event } = next;
    now = next.at;
    if (event.do === "seat") seat(event.restaurant);
    else if (event.do === "leave") leave(event.table);
    else if (event.do === "second") second();
    else happenings[event.do]();
  }

  if (!lostNode || !drainedNode || !joinedFigures) throw new Error("the evening ends too early");
  const { phones, attemptsPerSecond, held, savedAfterS } = shard;
  return {
    arm,
    full: meanOf(loads.full),
    peak: meanOf(loads.peak),
    ...{ lostNode, drainedNode, joined: joinedFigures, lostRedis: redis },
    lostShard: { phones, heldEdits: held, attemptsPerSecond, savedAfterS },
    totals: {
      ...{
        seated: totals.seated,
        left: totals.left,
        present: shardPhones.reduce((a, b) => a + b, 0),
      },
      editsMade: totals.editsMade,
      editsSaved: totals.editsSaved,
      editsHeld: totals.editsHeld,
      mostAboveBound,
    },
  };
}

/** Every figure's mean. */
function meanOf(loads: readonly Load[]): Load {
  const [first] = loads;
  if (!first) throw new Error("nothing was measured");
  const entries = Object.keys(first) as (keyof Load)[];
  const mean = (key: keyof Load) => loads.reduce((sum, load) => sum + load[key], 0) / loads.length;
  return Object.fromEntries(entries.map((key) => [key, mean(key)])) as unknown as Load;
}
