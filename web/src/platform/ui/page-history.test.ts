import { beforeEach, expect, test, vi } from "vitest";

/** One tab's entries; going to one is told as browsers tell it. */
function givenTab(state: unknown = null) {
  const entries: unknown[] = [state];
  let at = 0;
  let onArrival = () => {};
  const history = {
    scrollRestoration: "auto",
    get state() {
      return entries[at];
    },
    pushState: (next: unknown) =>
      entries.splice(++at, Number.POSITIVE_INFINITY, structuredClone(next)),
    replaceState: (next: unknown) => {
      entries[at] = structuredClone(next);
    },
  };
  vi.stubGlobal("history", history);
  vi.stubGlobal("requestAnimationFrame", (run: () => void) => run());
  vi.stubGlobal("addEventListener", (type: string, listener: () => void) => {
    if (type === "popstate") onArrival = listener;
  });
  const goTo = (entry: number) => {
    at = entry;
    onArrival();
  };
  return { entries, history, goTo };
}

/** As after a load of the page. */
const load = () => import("./page-history.ts");

beforeEach(() => vi.resetModules());

test("adds to what others keep in an entry, and takes nothing away", async () => {
  const { entries } = givenTab({ _depth: 3, theirs: "x" });
  const { depthOfEntry, keepInHistory, keptInHistory, pushDepth } = await load();
  keepInHistory("seat", { token: "t" });
  pushDepth(1);
  const theirs = { _depth: 3, theirs: "x" };
  const kept = { seat: { token: "t" } };
  expect(entries).toEqual([
    { ...theirs, tureen: { depth: 0, kept } },
    { ...theirs, tureen: { depth: 1, kept } },
  ]);
  expect([depthOfEntry(), keptInHistory("seat")]).toEqual([1, { token: "t" }]);
});

test("what is kept is there after a reload, in whichever entry that happens", async () => {
  const { goTo } = givenTab();
  const first = await load();
  const arrived = vi.fn();
  first.onArrival(arrived);
  first.keepInHistory("seat", 1);
  first.pushDepth(1);
  // Changed while a sheet is open: the entry below learns of it when it is reached.
  first.keepInHistory("seat", 2);
  first.keepInHistory("gone", true);
  first.keepInHistory("gone", undefined);
  goTo(0);
  expect(arrived).toHaveBeenCalledOnce();

  vi.resetModules();
  const second = await load();
  expect(second.keptInHistory("seat")).toBe(2);
  expect(second.keptInHistory("gone")).toBeUndefined();
  expect(second.depthOfEntry()).toBe(0);
});

test("a browser that refuses more entries is taken as it is", async () => {
  const { history } = givenTab();
  const { depthOfEntry, pushDepth } = await load();
  history.pushState = () => {
    throw new DOMException("too many", "SecurityError");
  };
  pushDepth(1);
  expect(depthOfEntry()).toBe(0);
});
