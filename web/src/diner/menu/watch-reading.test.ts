import { expect, test } from "vitest";
import { readingLine } from "./watch-reading.ts";

test.each([
  // Anywhere in a long page: a third down.
  [{ height: 900, top: 0, most: 5_000 }, 300],
  [{ height: 900, top: 4_400, most: 5_000 }, 300],
  // From there it sinks with what is left.
  [{ height: 900, top: 4_700, most: 5_000 }, 600],
  [{ height: 900, top: 5_000, most: 5_000 }, 900],
  // A page that is hardly longer than the window begins with its first section, too.
  [{ height: 900, top: 0, most: 60 }, 300],
  [{ height: 900, top: 30, most: 60 }, 600],
  [{ height: 900, top: 60, most: 60 }, 900],
  [{ height: 900, top: 0, most: 0 }, 300],
])("in %o what crosses %d px is read", (at, line) => {
  expect(readingLine(at)).toBe(line);
});
