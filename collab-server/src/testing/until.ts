/** How long a condition may take to come true on a busy machine, ms; less than a test may take. */
const PATIENCE_MS = 40_000;

/** Waits until a condition holds and returns what it gave; says which one never did. */
export async function until<T>(
  what: string,
  condition: () => T | Promise<T>,
  patienceMs = PATIENCE_MS,
): Promise<NonNullable<T>> {
  const end = performance.now() + patienceMs;
  for (;;) {
    const value = await condition();
    if (value) return value;
    if (performance.now() > end) throw new Error(`it never happened that ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}
