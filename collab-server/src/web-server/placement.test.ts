import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  givesAway,
  leavingOrder,
  type NodeLoad,
  orderOf,
  placeTable,
  takesUpTo,
} from "./placement.ts";

const nodesOf = (loads: readonly number[]): NodeLoad[] =>
  loads.map((phones, i) => ({ address: `10.0.0.${i}:5000`, phones }));
const loads = fc.array(fc.nat(20_000), { minLength: 1, maxLength: 40 }).map(nodesOf);
const restaurant = fc.uuid();
const addresses = (nodes: readonly NodeLoad[]) => nodes.map(({ address }) => address);

describe("A placement", () => {
  test("depends on nodes, loads and restaurant alone, not on the order in which nodes are named", () => {
    fc.assert(
      fc.property(loads, restaurant, fc.integer(), (nodes, key, seed) => {
        const turned = nodes.map((_, i) => nodes[(i + Math.abs(seed)) % nodes.length] as NodeLoad);
        expect(placeTable(turned, key)).toBe(placeTable(nodes, key));
        expect(orderOf(turned, key)).toEqual(orderOf(nodes, key));
      }),
    );
  });

  test("names a node below the bound, and the restaurant's first when that is", () => {
    fc.assert(
      fc.property(loads, restaurant, (nodes, key) => {
        const bound = takesUpTo(nodes);
        const [first] = orderOf(nodes, key);
        const placed = nodes.find(({ address }) => address === placeTable(nodes, key));
        expect(placed?.phones).toBeLessThan(bound);
        if (first && first.phones < bound) expect(placed).toBe(first);
        expect(placed).toBe(orderOf(nodes, key).find(({ phones }) => phones < bound));
      }),
    );
  });

  test("keeps every load below the bound, table by table, whatever the restaurants' sizes", () => {
    const sizes = fc.array(fc.tuple(restaurant, fc.integer({ min: 1, max: 300 })), {
      ...{ minLength: 1, maxLength: 30 },
    });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 12 }), sizes, (count, restaurants) => {
        const phones = new Map(addresses(nodesOf(Array(count).fill(0))).map((at) => [at, 0]));
        const now = () => [...phones].map(([address, load]) => ({ address, phones: load }));
        const most = 8;
        for (const [key, tables] of restaurants) {
          for (let i = 0; i < tables; i += 1) {
            const at = placeTable(now(), key);
            phones.set(at, (phones.get(at) ?? 0) + most);
          }
        }
        const nodes = now();
        for (const { phones: load } of nodes) expect(load).toBeLessThan(takesUpTo(nodes) + most);
      }),
      { numRuns: 30 },
    );
  });

  test("a node that goes moves only its own, and one that comes takes only for itself", () => {
    fc.assert(
      fc.property(loads, restaurant, fc.nat(), (nodes, key, n) => {
        fc.pre(nodes.length > 1);
        const { address: gone } = nodes[n % nodes.length] as NodeLoad;
        const rest = nodes.filter(({ address }) => address !== gone);
        const without = addresses(orderOf(nodes, key)).filter((address) => address !== gone);
        expect(addresses(orderOf(rest, key))).toEqual(without);
      }),
    );
  });

  test("restaurants spread over the nodes, and those of one that goes over all the others", () => {
    const nodes = nodesOf(Array(10).fill(0));
    const firsts = new Map<string, string[]>();
    for (let i = 0; i < 2_000; i += 1) {
      const [first, second] = addresses(orderOf(nodes, `restaurant ${i}`)) as [string, string];
      firsts.set(first, [...(firsts.get(first) ?? []), second]);
    }
    expect(firsts.size).toBe(10);
    for (const seconds of firsts.values()) {
      expect(seconds.length).toBeGreaterThan(150);
      expect(seconds.length).toBeLessThan(250);
      expect(new Set(seconds).size).toBe(9);
    }
  });
});

describe("A node gives tables away", () => {
  test("only when it has far more than its part, and then down to what it takes", () => {
    fc.assert(
      fc.property(loads, fc.nat(), (nodes, n) => {
        const node = nodes[n % nodes.length] as NodeLoad;
        const mean = nodes.reduce((sum, { phones }) => sum + phones, 0) / nodes.length;
        if (givesAway(nodes, node, false)) {
          expect(node.phones).toBeGreaterThan(1.4 * mean);
          expect(givesAway(nodes, node, true)).toBe(true);
        }
        if (givesAway(nodes, node, true)) expect(node.phones).toBeGreaterThan(takesUpTo(nodes));
      }),
    );
    expect(givesAway(nodesOf([1_000]), { address: "x", phones: 1_000 }, false)).toBe(false);
  });

  test("those first that it is the last choice of, restaurant after restaurant", () => {
    const nodes = nodesOf(Array(8).fill(0));
    const [{ address }] = nodes as [NodeLoad];
    const keys = Array.from({ length: 200 }, (_, i) => `restaurant ${i}`);
    const order = leavingOrder(nodes, address, [...keys, ...keys]);
    expect([...order].sort()).toEqual([...keys].sort());
    const ranks = order.map((key) => addresses(orderOf(nodes, key)).indexOf(address));
    expect(ranks).toEqual([...ranks].sort((a, b) => b - a));
  });
});
