const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 8_000;

/**
 * Loads a part of the app that is fetched later, again and again until there is a signal for it:
 * a phone may lose it right after the first page. Ends with the page.
 */
export async function loadUntilThere<T>(load: () => Promise<T>): Promise<T> {
  for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)) {
    try {
      return await load();
    } catch (error) {
      console.warn("a part of the app could not be loaded; trying again", error);
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
  }
}
