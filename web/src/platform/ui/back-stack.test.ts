import * as fc from "fast-check";
import { expect, test } from "vitest";
import { BackStack } from "./back-stack.ts";

/**
 * Session history as browsers keep it: a push cuts off what lies ahead, and going somewhere happens
 * later, in order; beyond either end nothing happens and nothing is said.
 */
class TabHistory {
  /** Depths; undefined is an entry of another page. */
  entries: (number | undefined)[] = [undefined, 0];
  at = 1;
  onArrival: () => void = () => undefined;
  readonly #journeys: number[] = [];

  depth = () => this.entries[this.at] ?? 0;
  mark = (depth: number) => {
    this.entries[this.at] = depth;
  };
  push = (depth: number) => {
    this.entries.splice(this.at + 1, this.entries.length, depth);
    this.at += 1;
  };
  back = () => this.go(-1);
  go = (delta: number) => {
    this.#journeys.push(delta);
  };
  get hasLeft(): boolean {
    return this.entries[this.at] === undefined;
  }
  /** Lets the browser make its next journey. Whether there was one. */
  travel(): boolean {
    const delta = this.#journeys.shift();
    if (delta === undefined) return false;
    const to = this.at + delta;
    if (to < 0 || to >= this.entries.length) return true;
    this.at = to;
    if (!this.hasLeft) this.onArrival();
    return true;
  }
}

/** A page with layers that a person opens and closes. */
class Page {
  readonly tab: TabHistory;
  readonly stack: BackStack;
  /** Open layers, topmost last. */
  readonly open: { readonly gone: () => void }[] = [];

  constructor(tab = new TabHistory()) {
    this.tab = tab;
    this.stack = new BackStack(tab);
    tab.onArrival = () => this.stack.arrived();
  }

  openLayer(): void {
    const layer: { gone: () => void } = { gone: () => undefined };
    const close = () => {
      this.open.splice(this.open.indexOf(layer), 1);
      layer.gone();
    };
    layer.gone = this.stack.open(close);
    this.open.push(layer);
  }

  /** By its own button. */
  closeTop(): void {
    this.open.pop()?.gone();
  }

  async rest(): Promise<void> {
    do await undefined;
    while (this.tab.travel());
    await undefined;
  }
}

const turn = () => new Promise<void>((resolve) => queueMicrotask(resolve));

test("Back closes the topmost layer, and leaves the page once none is open", async () => {
  const page = new Page();
  page.openLayer();
  await turn();
  page.openLayer();
  await turn();
  expect(page.tab.entries).toEqual([undefined, 0, 1, 2]);
  for (const left of [1, 0]) {
    page.tab.go(-1);
    await page.rest();
    expect([page.open.length, page.tab.depth(), page.tab.hasLeft]).toEqual([left, left, false]);
  }
  page.tab.go(-1);
  await page.rest();
  expect(page.tab.hasLeft).toBe(true);
});

test("a layer closed by its button leaves no entry behind", async () => {
  const page = new Page();
  for (let n = 0; n < 5; n++) {
    page.openLayer();
    await page.rest();
    page.closeTop();
    await page.rest();
    expect(page.tab.at).toBe(1);
  }
  expect(page.tab.entries).toHaveLength(3);
});

test("a layer that follows another in the same turn takes over its entry", async () => {
  const page = new Page();
  page.openLayer();
  await page.rest();
  page.closeTop();
  page.openLayer();
  await turn();
  expect([page.tab.at, page.tab.travel()]).toEqual([2, false]);
});

test("opened again while the browser is still going back, it stays open and gets its entry", async () => {
  const page = new Page();
  page.openLayer();
  await turn();
  page.closeTop();
  await turn();
  page.openLayer();
  await turn();
  await page.rest();
  expect([page.open.length, page.tab.depth(), page.tab.at]).toEqual([1, 1, 2]);
});

test("after a reload the entries of layers that are gone are left at once", async () => {
  const before = new Page();
  before.openLayer();
  before.openLayer();
  await before.rest();
  const after = new Page(before.tab);
  await after.rest();
  expect([after.tab.at, after.tab.depth()]).toEqual([1, 0]);
  // Forward leads to nothing that is open, and so back again.
  after.tab.go(2);
  await after.rest();
  expect([after.open.length, after.tab.at]).toEqual([0, 1]);
});

test("where a reload made one entry of two, nobody is led out of the page", async () => {
  const tab = new TabHistory();
  tab.entries = [undefined, 0, 2];
  tab.at = 2;
  const page = new Page(tab);
  await page.rest();
  expect([page.tab.at, page.tab.hasLeft]).toEqual([1, false]);
});

test("who waits for the entries to settle goes on only when the browser is back", async () => {
  const page = new Page();
  page.openLayer();
  await page.rest();
  page.closeTop();
  let settled = false;
  const waiting = page.stack.settled().then(() => {
    settled = true;
  });
  await turn();
  await turn();
  expect(settled).toBe(false);
  await page.rest();
  await waiting;
  expect(page.tab.at).toBe(1);
});

test("whatever is opened, closed, gone back and forward to: entries and layers agree in the end", async () => {
  const step = fc.constantFrom("open", "close", "back", "forward", "travel", "turn", "reload");
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
      let page = new Page();
      for (const each of steps) {
        if (page.tab.hasLeft) break;
        if (each === "open") page.openLayer();
        else if (each === "close") page.closeTop();
        else if (each === "back") page.tab.go(-1);
        else if (each === "forward") page.tab.go(1);
        else if (each === "turn") await turn();
        else {
          // Browsers travel and reload in tasks of their own, with no microtask left.
          await turn();
          if (each === "travel") page.tab.travel();
          else page = new Page(page.tab);
        }
      }
      await page.rest();
      if (page.tab.hasLeft) return;
      expect(page.tab.depth()).toBe(page.open.length);
      expect(page.tab.entries.slice(0, page.tab.at + 1)).toEqual([
        undefined,
        ...Array.from({ length: page.open.length + 1 }, (_, depth) => depth),
      ]);
      // And Back goes on to close one after the other.
      while (page.open.length > 0) {
        const left = page.open.length - 1;
        page.tab.go(-1);
        await page.rest();
        expect([page.open.length, page.tab.depth()]).toEqual([left, left]);
      }
      page.tab.go(-1);
      await page.rest();
      expect(page.tab.hasLeft).toBe(true);
    }),
    { numRuns: 2_000 },
  );
});
