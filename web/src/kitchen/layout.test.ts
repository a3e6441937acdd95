import { describe, expect, it } from "vitest";
import { type Drawn, dealPages, layOut, placesOf, type Room } from "./layout.ts";

const FULL_HD: Room = { width: 1880, height: 860, gap: 16, rem: 21, screenHeight: 1080 };
const TABLET: Room = { width: 1000, height: 560, gap: 12, rem: 17, screenHeight: 768 };
const PHONE: Room = { width: 366, height: 500, gap: 12, rem: 17, screenHeight: 844 };

const numbers = (count: number) => Array.from({ length: count }, (_, at) => at);
/** So tall in type of the usual size, however wide. */
const tall =
  (heights: readonly number[]) =>
  (ticket: number, { type, inner }: Drawn) =>
    ((heights[ticket] ?? 0) * type) / inner;

describe("the layout of tickets", () => {
  it("gives one ticket the whole room, in the largest type in which it is whole", () => {
    const short = layOut([0], FULL_HD, 1, tall([300]));
    expect(short).toMatchObject({ type: 2, width: FULL_HD.width, inner: 1, pages: [[[0]]] });
    const longer = layOut([0], FULL_HD, 1, tall([550]));
    // In two columns of the largest type rather than in one of smaller type.
    expect(longer).toMatchObject({ type: 2, inner: 2 });
  });

  it("sets the dishes of a ticket that is taller than the screen beside each other", () => {
    const { type, inner } = layOut([0], FULL_HD, 1, tall([3_000]));
    expect(inner).toBeGreaterThan(1);
    expect((3_000 * type) / inner).toBeLessThanOrEqual(FULL_HD.height);
    // Of what never fits it shows as much as there is room for.
    expect(layOut([0], FULL_HD, 1, tall([20_000]))).toMatchObject({ type: 1, inner: 5 });
  });

  it("gives few tickets a column each, and larger type than many", () => {
    const three = layOut(numbers(3), FULL_HD, 1, tall([400, 400, 400]));
    expect(three.pages).toEqual([[[0], [1], [2]]]);
    expect(three.type).toBeGreaterThan(1);
    const many = layOut(numbers(12), FULL_HD, 1, tall(numbers(12).map(() => 400)));
    expect(many).toMatchObject({ type: 1, flowing: false });
    expect(many.pages[0]).toHaveLength(5);
  });

  it("puts fewer tickets on a page in larger type, and more in smaller type", () => {
    const heights = tall(numbers(44).map(() => 300));
    const [compact, normal, large] = [0.8, 1, 1.35].map(
      (type) => layOut(numbers(44), TABLET, type, heights).pages[0]?.flat().length ?? 0,
    );
    expect(compact).toBeGreaterThan(normal ?? 0);
    expect(normal).toBeGreaterThan(large ?? 0);
  });

  it("lets a phone scroll through pages of nine, and any screen that is low", () => {
    const phone = layOut(numbers(20), PHONE, 1, tall([]));
    expect(phone.flowing).toBe(true);
    expect(phone.pages.map((page) => page.flat().length)).toEqual([9, 9, 2]);
    expect(layOut(numbers(3), { ...TABLET, screenHeight: 390 }, 1, tall([])).flowing).toBe(true);
  });

  it("has one empty page where there are no tickets", () => {
    expect(layOut([], TABLET, 1, tall([])).pages.map((page) => page.flat())).toEqual([[]]);
  });
});

describe("pages", () => {
  const page = { height: 100, gap: 10 };

  it("are filled from the start, and small orders stand in what taller ones leave", () => {
    const heights = [60, 100, 30, 70, 20, 40];
    const dealt = dealPages(numbers(6), 3, page, (at) => heights[at] ?? 0);
    expect(dealt).toEqual([
      [[0, 2], [1], [3, 4]],
      [[5], [], []],
    ]);
  });

  it("are turned from the oldest to the youngest without losing one", () => {
    const dealt = dealPages(numbers(44), 3, page, (at) => 20 + ((at * 37) % 70));
    const order = dealt.map((columns) => columns.flat().sort((a, b) => a - b));
    expect(order.flat()).toEqual(numbers(44));
    for (const columns of dealt) {
      for (const column of columns) {
        const heights = column.map((at) => 20 + ((at * 37) % 70) + page.gap);
        expect(heights.reduce((a, b) => a + b, -page.gap)).toBeLessThanOrEqual(page.height);
      }
    }
  });

  it("have a column for a ticket that is taller than they are", () => {
    expect(dealPages([0, 1, 2], 2, page, (at) => (at === 1 ? 500 : 80))).toEqual([
      [[0], [1]],
      [[2], []],
    ]);
  });

  it("have each order under the one above it, with what is left of the page", () => {
    const { places, end } = placesOf(
      [["a", "b"], ["c"], []],
      { type: 1, width: 300, inner: 1 },
      page,
      (ticket) => (ticket === "c" ? 95 : 40),
    );
    expect([...places]).toEqual([
      ["a", { across: 0, down: 0, room: 100 }],
      ["b", { across: 0, down: 50, room: 50 }],
      ["c", { across: 310, down: 0, room: 100 }],
    ]);
    expect(end).toBe(95);
  });
});
