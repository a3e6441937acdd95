/**
 * What this app keeps in the entries of the browser's history. Others keep things there too, such as
 * the router: whatever else an entry holds stays in it.
 */

/** The one field of `history.state` that is ours. */
const FIELD = "tureen";

interface OwnState {
  /** How many layers are open over the page (see back-stack.ts). */
  readonly depth: number;
  readonly kept: Readonly<Record<string, unknown>>;
}

/** Read once: from then on what this page keeps is the same in every entry that it visits. */
let kept: OwnState["kept"] | undefined;

function ownState(): OwnState {
  const own = (history.state as Record<string, Partial<OwnState>> | null)?.[FIELD];
  return { depth: own?.depth ?? 0, kept: own?.kept ?? {} };
}

function keptNow(): OwnState["kept"] {
  kept ??= ownState().kept;
  return kept;
}

function stateOf(depth: number): Record<string, unknown> {
  return { ...history.state, [FIELD]: { depth, kept: keptNow() } satisfies OwnState };
}

/**
 * Keeps a value (anything that can be cloned) with this page's place in the history: it is there
 * again after a reload, and when a browser that had to make room loads the page anew, even where
 * storage is blocked. `undefined` forgets it.
 */
export function keepInHistory(key: string, value: unknown): void {
  const { [key]: _, ...others } = keptNow();
  kept = value === undefined ? others : { ...others, [key]: value };
  markDepth(depthOfEntry());
}

/** What `keepInHistory` kept under this key. */
export function keptInHistory<T>(key: string): T | undefined {
  return keptNow()[key] as T | undefined;
}

/** How many layers the current entry stands for. */
export function depthOfEntry(): number {
  return ownState().depth;
}

/** Says anew how many layers the current entry stands for, and brings what is kept there up to date. */
export function markDepth(depth: number): void {
  attempt(() => history.replaceState(stateOf(depth), ""));
}

/** Adds an entry at the same address that stands for this many layers. */
export function pushDepth(depth: number): void {
  attempt(() => {
    // The page below stays where it is: coming back must not scroll it to where it was when left.
    history.scrollRestoration = "manual";
    history.pushState(stateOf(depth), "");
    history.scrollRestoration = "auto";
  });
}

/** Calls back whenever Back, Forward or `history.go` has led to another entry. */
export function onArrival(arrived: () => void): void {
  addEventListener("popstate", () => {
    if (JSON.stringify(ownState().kept) !== JSON.stringify(keptNow())) markDepth(depthOfEntry());
    // Only once the browser has decided not to scroll: a later reload is to find its place.
    requestAnimationFrame(() => setTimeout(restoreScrollAgain));
    arrived();
  });
}

function restoreScrollAgain(): void {
  history.scrollRestoration = "auto";
}

/** Browsers refuse entries in quick succession. Then Back does what it does without them. */
function attempt(change: () => void): void {
  try {
    change();
  } catch (error) {
    if (!(error instanceof DOMException)) throw error;
  }
}
