const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 8_000;

/**
 * Loads a part of the app that is fetched later, again and again until there is a signal for it:
 * a phone may lose it right after the first page. Ends with the page. A part that this browser does
 * not understand, or that fails by itself, is not loaded again: that would go on for ever.
 */
export async function loadUntilThere<T>(load: () => Promise<T>): Promise<T> {
  for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)) {
    try {
      return await load();
    } catch (error) {
      if (!isFetchFailure(error)) throw error;
      console.warn("a part of the app could not be loaded; trying again", error);
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
  }
}

/** Browsers reject so where a module could not be fetched, and Vite where its styles could not. */
function isFetchFailure(error: unknown): boolean {
  return (
    error instanceof TypeError || (error as Error | undefined)?.message.includes("preload") === true
  );
}
