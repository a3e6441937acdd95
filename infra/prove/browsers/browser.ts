const LOOK_EVERY_MS = 200;
/** What has not moved for so long, a few frames, stands still. */
export const STILL_MS = 100;

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
  /** Of what stands still, so that the click does not miss it. */
  click(xpath: string): Promise<void>;
  type(xpath: string, text: string): Promise<void>;
  textOf(xpath: string): Promise<string>;
  has(xpath: string): Promise<boolean>;
};

/**
 * Does something as soon as it can be done. Once `giveUp` is aborted it throws the last reason why it
 * could not, even while an attempt hangs: a machine may be so slow that only the whole has a deadline.
 */
export async function once<T>(act: () => Promise<T>, giveUp: AbortSignal): Promise<T> {
  let last: unknown = new Error("The time was up before the first attempt had ended.");
  let end = () => {};
  const over = new Promise<"over">((resolve) => {
    end = () => resolve("over");
    giveUp.addEventListener("abort", end);
  });
  try {
    while (!giveUp.aborted) {
      const attempt = act().then(
        (value) => ({ value }),
        (error: unknown) => ({ error }),
      );
      const result = await Promise.race([attempt, over]);
      if (result === "over") break;
      if ("value" in result) return result.value;
      last = result.error;
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    }
    throw last;
  } finally {
    giveUp.removeEventListener("abort", end);
  }
}
