import { expect, test } from "vitest";
import { Progress } from "./progress.ts";

test("what is left follows the pace of the parts that have ended", () => {
  let ms = 5_000;
  const parts = [100, 60, 40].map((seconds, i) => ({ name: `part ${i}`, seconds }));
  const progress = new Progress(parts, () => ms);
  progress.next();
  expect(progress.leftSeconds()).toBe(200);
  ms += 30_000;
  expect(progress.leftSeconds()).toBe(170);
  // It took twice as long as expected, so the others will.
  ms += 170_000;
  progress.next();
  expect(progress.leftSeconds()).toBe(200);
  ms += 150_000;
  expect(progress.leftSeconds()).toBe(80);
  expect(progress.stamp).toBe("5:50, about 2 min left");
});
