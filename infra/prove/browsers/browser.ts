/** How long something may take to appear: the machine may be a slow one. */
const PATIENCE_MS = 60_000;
const LOOK_EVERY_MS = 200;

/** A browser that is not the one of the everyday tests. */
export type Browser = {
  readonly name: string;
  readonly version: string;
  /** A window of somebody else's: it shares no storage with the others. */
  open(screen: "phone" | "wide"): Promise<Page>;
  close(): Promise<void>;
};

/** What every browser can do with one element, found by XPath; each rejects where it cannot be done now. */
export type Page = {
  go(url: string): Promise<void>;
  click(xpath: string): Promise<void>;
  type(xpath: string, text: string): Promise<void>;
  textOf(xpath: string): Promise<string>;
};

/** Does something as soon as it can be done; throws the last reason why it could not. */
export async function once<T>(act: () => Promise<T>, signal?: AbortSignal): Promise<T> {
  for (const start = Date.now(); ; ) {
    try {
      return await act();
    } catch (error) {
      if (Date.now() - start > PATIENCE_MS || signal?.aborted) throw error;
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    }
  }
}
