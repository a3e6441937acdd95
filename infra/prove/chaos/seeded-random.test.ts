import { expect, test } from "vitest";
import { SeededRandom } from "./seeded-random.ts";

const rolls = (random: SeededRandom) => Array.from({ length: 20 }, () => random.int(1, 6));

test("the same seed rolls the same, another seed or name something else", () => {
  expect(rolls(new SeededRandom(7))).toEqual(rolls(new SeededRandom(7)));
  expect(rolls(new SeededRandom(7))).not.toEqual(rolls(new SeededRandom(8)));
  expect(rolls(new SeededRandom(7).fork("ana"))).toEqual(rolls(new SeededRandom(7).fork("ana")));
  expect(rolls(new SeededRandom(7).fork("ana"))).not.toEqual(rolls(new SeededRandom(7).fork("bo")));
});

test("somebody's rolls do not depend on what others have rolled", () => {
  const [quiet, busy] = [new SeededRandom(7), new SeededRandom(7)];
  rolls(busy);
  expect(rolls(busy.fork("ana"))).toEqual(rolls(quiet.fork("ana")));
});

test("shuffling keeps everything", () => {
  const cards = Array.from({ length: 52 }, (_, i) => i);
  const shuffled = new SeededRandom(7).shuffle(cards);
  expect(shuffled).not.toEqual(cards);
  expect(shuffled.sort((a, b) => a - b)).toEqual(cards);
});
