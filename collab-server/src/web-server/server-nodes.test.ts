import { describe, expect, test } from "vitest";
import { ServerNodes } from "./server-nodes.ts";

const [A, B, C] = ["127.0.0.1:5000", "127.0.0.1:5001", "server:5000"] as const;
const NODES = [A, B, C];
const TABLES = 60;
const PHONES = 4;

const idle = { phones: 0, isFull: false };
let named = 0;
/** Another one each time, the same in each run. */
const newId = () => `id ${named++}`;
const newTable = (restaurantId: string | undefined) => ({ restaurantId, sessionId: newId() });

/** A phone of the table comes, and goes when it is ended. */
function come(nodes: ServerNodes, table: ReturnType<typeof newTable>) {
  const phone = { node: nodes.of(table), isHere: true, leave: () => {} };
  const leave = nodes.enter(phone.node, table, () => phone.leave());
  phone.leave = () => {
    phone.isHere = false;
    leave();
  };
  return phone;
}

/** `TABLES` tables of `PHONES` of each restaurant, phone after phone. */
function fill(nodes: ServerNodes, restaurants: number) {
  const ids = Array.from({ length: restaurants }, newId);
  const tables = Array.from({ length: TABLES }, () => ids.map(newTable)).flat();
  return tables.map((table) => ({
    table,
    phones: Array.from({ length: PHONES }, () => come(nodes, table)),
  }));
}

const loadOf = (nodes: ServerNodes) => NODES.map((node) => nodes.connections(node));

describe("Where a request goes", () => {
  test("a table's phones meet, and a restaurant's tables are on one node while that has room", () => {
    const nodes = new ServerNodes(NODES);
    const full = fill(nodes, 30);
    const nodesOf = new Map<string | undefined, Set<string>>();
    for (const { table, phones } of full) {
      expect(new Set(phones.map(({ node }) => node)).size).toBe(1);
      const known = nodesOf.get(table.restaurantId) ?? new Set();
      nodesOf.set(table.restaurantId, known.add(phones[0]?.node ?? ""));
    }
    const counts = [...nodesOf.values()].map(({ size }) => size);
    expect(counts.filter((count) => count === 1).length).toBeGreaterThan(15);
    // Bounded: a table that has begun below the bound is let in whole.
    const mean = (30 * TABLES * PHONES) / 3;
    for (const load of loadOf(nodes)) expect(load).toBeLessThan(1.15 * mean + PHONES + 1);
  });

  test("staff of a restaurant and its API calls go where its next table goes", () => {
    const nodes = new ServerNodes(NODES);
    const restaurantId = newId();
    expect(nodes.of({ restaurantId })).toBe(nodes.of(newTable(restaurantId)));
  });

  test("the table of a phone that names no restaurant is placed by itself", () => {
    const nodes = new ServerNodes(NODES);
    const tables = Array.from({ length: 600 }, () => newTable(undefined));
    const places = tables.map((table) => nodes.of(table));
    expect(tables.map((table) => new ServerNodes(NODES).of(table))).toEqual(places);
    for (const node of NODES) {
      const share = places.filter((place) => place === node).length / tables.length;
      expect(share).toBeGreaterThan(0.22);
      expect(share).toBeLessThan(0.45);
    }
  });

  test("a table stays with its phones though its restaurant's node is another by now", () => {
    const nodes = new ServerNodes(NODES);
    const table = newTable(newId());
    const first = nodes.of(table);
    nodes.down(first, { cutOff: false });
    const phone = come(nodes, table);
    expect(phone.node).not.toBe(first);
    nodes.up(first);
    expect(nodes.of(table)).toBe(phone.node);
    phone.leave();
    expect(nodes.of(table)).toBe(first);
  });

  test("when a node dies, only its own tables move, to both of the others, and new ones come back", () => {
    const nodes = new ServerNodes(NODES);
    for (const node of NODES) nodes.up(node, { phones: 5_000, isFull: false });
    const full = fill(nodes, 30);
    const on = (i: number) => full[i]?.phones[0]?.node;
    const [dead] = [on(0)];
    nodes.down(dead as string);
    const moved = new Set<string>();
    for (const { table, phones } of full) {
      for (const phone of phones) expect(phone.isHere).toBe(phone.node !== dead);
      if (phones[0]?.isHere) expect(nodes.of(table)).toBe(phones[0].node);
      else moved.add(nodes.of(table));
    }
    expect([...moved].sort()).toEqual(NODES.filter((node) => node !== dead).sort());
    nodes.up(dead as string, { phones: 5_000, isFull: false });
    expect(nodes.of(newTable(full[0]?.table.restaurantId))).toBe(dead);
  });

  test("what is about no restaurant goes round the nodes that are up", () => {
    const nodes = new ServerNodes(NODES);
    const next = () => nodes.of({});
    expect(new Set([next(), next(), next()])).toEqual(new Set(NODES));
    nodes.down(A, { cutOff: false });
    expect(new Set([1, 2, 3, 4].map(next))).toEqual(new Set([B, C]));
  });

  test("when none is up, all are tried, and nobody is cut off for want of another", () => {
    const nodes = new ServerNodes([A, B]);
    const phone = come(nodes, newTable(newId()));
    nodes.down(phone.node === A ? B : A);
    nodes.down(phone.node);
    expect(phone.isHere).toBe(true);
    expect(new Set([nodes.next(), nodes.next()])).toEqual(new Set([A, B]));
  });

  test("a full node gets nobody, not even of its own tables, while another has room", () => {
    const nodes = new ServerNodes(NODES);
    const table = newTable(newId());
    const { node } = come(nodes, table);
    nodes.up(node, { phones: 10, isFull: true });
    expect(nodes.of(table)).not.toBe(node);
    for (const each of NODES) nodes.up(each, { phones: 10, isFull: true });
    expect(nodes.of(table)).toBe(node);
  });
});

describe("Nodes that come and go", () => {
  test("one that is no longer named gets nothing new and keeps its phones", () => {
    const nodes = new ServerNodes(NODES);
    const table = newTable(newId());
    const phone = come(nodes, table);
    nodes.replace(NODES.filter((node) => node !== phone.node));
    expect(phone.isHere).toBe(true);
    expect(nodes.of(table)).not.toBe(phone.node);
    // It dies without a word.
    nodes.down(phone.node);
    expect(phone.isHere).toBe(false);
    expect(nodes.addresses).not.toContain(phone.node);
  });

  test("a new one takes over its part from those with too much, table by table, and no more", () => {
    const nodes = new ServerNodes([A]);
    const full = fill(nodes, 30);
    nodes.replace(NODES);
    const all = 30 * TABLES * PHONES;
    let rounds = 0;
    for (; rounds < 2_000; rounds += 1) {
      nodes.evenOut();
      const ended = full.filter(({ phones }) => phones.some(({ isHere }) => !isHere));
      if (ended.length === 0) break;
      // One table in each round, and whole.
      expect(ended).toHaveLength(1);
      for (const each of ended) each.phones = each.phones.map(() => come(nodes, each.table));
    }
    // What is more than the bound goes in single moves; nothing goes to and fro.
    const bound = Math.ceil((1.15 * (all + 1)) / 3);
    expect(rounds).toBe(Math.floor((all - bound) / PHONES));
    for (const load of loadOf(nodes)) expect(load).toBeLessThan(bound + PHONES);
  });

  test("loads that differ a little move nobody", () => {
    const nodes = new ServerNodes([A, B]);
    const full = fill(nodes, 10);
    nodes.up(A, { phones: 10_000 * 1.38, isFull: false });
    nodes.up(B, { phones: 10_000 * 0.62, isFull: false });
    nodes.evenOut();
    expect(full.flatMap(({ phones }) => phones).every(({ isHere }) => isHere)).toBe(true);
  });

  test("what passes by other web servers counts as soon as the node says so", () => {
    const nodes = new ServerNodes([A, B]);
    const restaurantId = newId();
    const first = nodes.of({ restaurantId });
    nodes.up(first, { phones: 900, isFull: false });
    nodes.up(first === A ? B : A, idle);
    expect(nodes.of({ restaurantId })).not.toBe(first);
  });
});
