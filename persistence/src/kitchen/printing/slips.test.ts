/** What is on a slip, and how it gets onto paper. */
import type { KitchenEvent } from "@tureen/shared/kitchen/endpoints";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { isIn, picturesOf, VirtualPrinter } from "../../testing/virtual-printer.ts";
import { type PaperNews, paperNews } from "./concerns.ts";
import { drawText } from "./draw.ts";
import { toEscPos } from "./escpos.ts";
import { openEscPos } from "./escpos-link.ts";
import { removeFontFile } from "./font.ts";
import { layOut, type SlipFrame } from "./lay-out.ts";
import { printerNetworks } from "./printer-networks.ts";
import type { Slip } from "./slip.ts";

type Line = KitchenEvent["ticket"]["lines"][number];
const line = (over: Partial<Line>): Line => ({
  ...{ id: "d1-a", name: "Soup", quantity: 1, choices: [], chosen: [], note: "" },
  ...{ for: "Ana", forSeat: 1, allergens: [], stations: [], cancelled: [] },
  ...over,
});
const event = (over: Partial<KitchenEvent>, lines: readonly Line[]): KitchenEvent => ({
  ...{ number: 7, orderId: "o", from: null, to: "placed", at: Date.UTC(2026, 0, 1, 18, 5) },
  ...{ reason: null, line: null, moves: null },
  ticket: {
    ...{ orderId: "o", number: 42, table: "7", sessionId: "s", status: "placed", placedAt: 0 },
    ...{ statusAt: 0, total: 0, currency: "EUR", by: "Ana", bySeat: 1, reason: null },
    lines: [...lines],
  },
  ...over,
});
const frame: SlipFrame = {
  ...{ printer: "Grill", instead: false, copy: false, language: "en" },
  timezone: "Europe/Berlin",
};
const texts = (slip: Slip) =>
  slip.flatMap((part) => (part.kind === "text" ? [part.text.trim()] : []));
const whole = { stations: [] };

describe("what is on a slip", () => {
  const lay = (
    over: Partial<Line>,
    more: Partial<SlipFrame> = {},
    of: Partial<KitchenEvent> = {},
  ) => {
    const told = event(of, [line(over)]);
    return texts(layOut(told, paperNews(told, whole, []) as PaperNews, { ...frame, ...more }));
  };

  test("is the table, the order, the time there, and each dish with options, note and seat", () => {
    const chosen = [{ optionName: "Size", valueName: "Large" }];
    expect(lay({ quantity: 2, chosen, note: "no salt", allergens: ["milk", "nuts"] })).toEqual([
      ...["Grill", "Table 7", "#42  19:05", "2 x Soup", "Size: Large", "no salt"],
      ...["Contains: milk, nuts", "Seat 1"],
    ]);
  });

  test("is no name of a guest: paper cannot be erased", () => {
    expect(lay({}).join(" ")).not.toContain("Ana");
  });

  test("is what the kitchen calls a dish, in the language of who reads it", () => {
    const said = lay({ kitchenName: "SOUP-3", forSeat: null }, { language: "ja", copy: true });
    expect(said).toEqual([
      ...["控え", "すでに印刷された可能性があります", "Grill", "テーブル 7", "#42  19:05"],
      ...["1 x SOUP-3", "控え"],
    ]);
  });

  test("says for which printer it is when it comes out of another", () => {
    expect(lay({}, { instead: true })[0]).toBe("Instead of: Grill");
  });
});

describe("an event puts on a printer's paper", () => {
  const stations = [
    { id: "kitchen", isDefault: true },
    { id: "bar", isDefault: false },
  ];
  const lines = [
    line({ id: "soup", stations: ["kitchen"], quantity: 3 }),
    line({ id: "beer", stations: ["bar"] }),
  ];
  const gist = (printer: readonly string[], over: Partial<KitchenEvent>, of = lines) => {
    const news = paperNews(event(over, of), { stations: printer }, stations);
    return news && [news.kind, ...news.lines.map((each) => `${each.portions} ${each.line.id}`)];
  };

  test("what its stations make, and all of it where it has none", () => {
    expect(gist(["bar"], {})).toEqual(["order", "1 beer"]);
    expect(gist(["kitchen"], {})).toEqual(["order", "3 soup"]);
    expect(gist([], {})).toEqual(["order", "3 soup", "1 beer"]);
    expect(gist(["bar"], {}, lines.slice(0, 1))).toBeUndefined();
  });

  test("what the default makes where its station is gone", () => {
    expect(gist(["gone"], {})).toEqual(["order", "3 soup"]);
  });

  test("portions that are cancelled, and that are wanted after all", () => {
    const change = (id: string, kind: "cancelled" | "restored", portions: number) =>
      ({ from: "placed", line: { id, change: kind, portions } }) as const;
    expect(gist(["kitchen"], change("soup", "cancelled", 2))).toEqual(["cancelled", "2 soup"]);
    expect(gist(["kitchen"], change("soup", "restored", 1))).toEqual(["again", "1 soup"]);
    expect(gist(["bar"], change("soup", "cancelled", 2))).toBeUndefined();
  });

  test("of a cancelled order what was still wanted", () => {
    const over = { from: "preparing", to: "cancelled" } as const;
    const some = [line({ id: "soup", quantity: 3, cancelled: [{ portions: 2, reason: "x" }] })];
    expect(gist([], over, some)).toEqual(["cancelled", "1 soup"]);
    const none = [line({ id: "soup", quantity: 3, cancelled: [{ portions: 3, reason: "x" }] })];
    expect(gist([], over, none)).toBeUndefined();
  });

  test("what comes back after it was done, and nothing of steps ahead or of slips before", () => {
    const step = (from: "accepted" | "preparing" | "ready" | "served", to: typeof from) =>
      gist(["bar"], { from, to });
    expect(step("ready", "preparing")).toEqual(["again", "1 beer"]);
    expect(step("served", "ready")).toEqual(["again", "1 beer"]);
    expect(step("preparing", "accepted")).toBeUndefined();
    expect(step("ready", "served")).toBeUndefined();
    const moves = [
      { line: "beer", from: "served", to: "placed" },
      { line: "soup", from: "placed", to: "ready" },
    ] as const;
    expect(gist([], { from: "preparing", to: "preparing", moves: [...moves] })).toEqual([
      ...["again", "1 beer"],
    ]);
  });
});

describe("on paper", () => {
  const printer = new VirtualPrinter();
  beforeAll(() => printer.turnOn());
  afterAll(async () => {
    await printer.turnOff();
    await removeFontFile();
  });
  const failures: unknown[] = [];

  async function print(slip: Slip, dots = 576) {
    const bytes = await toEscPos(slip, { dots, onUndrawable: (error) => failures.push(error) });
    const link = await openEscPos({ host: "127.0.0.1", port: printer.port });
    await link.check();
    await link.print(bytes);
    link.close();
    const printed = printer.slips.at(-1);
    if (!printed) throw new Error("nothing was printed");
    return printed;
  }

  test("ASCII is letters, between words as wide as the paper", async () => {
    const text = "2 x Pumpkin soup with roasted seeds";
    const { lines } = await print([{ kind: "text", text, size: "large" }]);
    expect(lines).toEqual(["2 x Pumpkin soup with", "roasted seeds"]);
    const narrow = await print([{ kind: "text", text, size: "large" }], 384);
    expect(narrow.lines).toEqual(["2 x Pumpkin soup", "with roasted", "seeds"]);
    const long = await print([{ kind: "text", text: "x".repeat(60), size: "small" }]);
    expect(long.lines.map(({ length }) => length)).toEqual([48, 12]);
  });

  test.each([
    ["accents", "Crème brûlée"],
    ["Vietnamese", "Phở đặc biệt"],
    ["Turkish", "Şiş kebap ₺"],
    ["Chinese", "宫保鸡丁 & <麻婆豆腐>"],
    ["Japanese", "寿司セット"],
    ["Korean", "김치찌개"],
    ["Arabic", "شوربة عدس"],
    ["Thai", "ต้มยำกุ้ง"],
  ])("%s are pictures, dot for dot as they are drawn", async (_, text) => {
    const part = { kind: "text", text, size: "large" } as const;
    const printed = await print([part]);
    expect(printed.parts.every(({ kind }) => kind === "picture")).toBe(true);
    const drawn = await drawText(part, 576);
    expect(isIn(drawn, picturesOf(printed))).toBe(true);
    // Every letter of it is there: fewer draw fewer dots.
    const black = drawn.dots.reduce((sum, dot) => sum + dot, 0);
    const half = await drawText({ ...part, text: text.slice(0, text.length / 2) }, 576);
    expect(black).toBeGreaterThan(half.dots.reduce((sum, dot) => sum + dot, 0));
    expect(failures).toEqual([]);
  });

  test("Arabic letters are joined, and begin at the right", async () => {
    const size = "large" as const;
    const width = async (text: string) => {
      const { width: all, height, dots } = await drawText({ kind: "text", text, size }, 576);
      const columns = Array.from({ length: all }, (__, x) =>
        Array.from({ length: height }, (___, y) => dots[y * all + x]).includes(1),
      );
      return { first: columns.indexOf(true), last: columns.lastIndexOf(true), columns };
    };
    const word = await width("عسل");
    expect(word.last).toBeGreaterThan(560);
    expect(word.columns.slice(word.first, word.last + 1).every(Boolean)).toBe(true);
    const apart = await width("ع\u200cس\u200cل");
    expect(apart.columns.slice(apart.first, apart.last + 1).every(Boolean)).toBe(false);
  });

  test("what cannot be drawn is plain letters, so that there is a slip in any case", async () => {
    const gone = new Error("no font");
    const bytes = await toEscPos([{ kind: "text", text: "Crème 宫", size: "small" }], {
      ...{ dots: 576, onUndrawable: (error) => failures.push(error) },
      draw: () => Promise.reject(gone),
    });
    expect(Buffer.from(bytes).toString("latin1")).toContain("Creme ?");
    expect(failures.splice(0)).toEqual([gone]);
  });

  test("no dots look like orders to the printer", async () => {
    // Eight rows whose bytes are each two that real printers act on.
    for (const text of ["中".repeat(24), "ѫ".repeat(40), "ﷺ".repeat(12), "█▐▌░▒▓".repeat(8)]) {
      const bytes = await toEscPos([{ kind: "text", text, size: "small" }], {
        ...{ dots: 576, onUndrawable: () => {} },
      });
      for (const order of [0x04, 0x05, 0x14]) {
        expect(Buffer.from(bytes).indexOf(Uint8Array.of(0x10, order))).toBe(-1);
      }
    }
  });
});

describe("networks of printers", () => {
  test.each([
    ["private", "192.168.1.50", true],
    ["private", "10.1.2.3", true],
    ["private", "172.31.0.1", true],
    ["private", "172.32.0.1", false],
    ["private", "127.0.0.1", false],
    ["private", "169.254.169.254", false],
    ["private", "8.8.8.8", false],
    ["private", "::1", false],
    ["private", "::ffff:127.0.0.1", false],
    ["private", "fd00::5", true],
    ["private", "0.0.0.0", false],
    ["none", "192.168.1.50", false],
    ["192.168.20.0/24", "192.168.20.7", true],
    ["192.168.20.0/24", "192.168.21.7", false],
    ["127.0.0.0/8,10.0.0.0/8", "localhost", true],
    ["private", "localhost", false],
  ])("%s: %s is %s", async (networks, host, is) => {
    expect((await printerNetworks(networks).find(host)) !== null).toBe(is);
  });

  test.each(["", "somewhere", "10.0.0.0", "10.0.0.0/33", "10.0.0.0/x", "fd00::/129"])(
    "%j is no network",
    (networks) => {
      expect(() => printerNetworks(networks)).toThrow(RangeError);
    },
  );
});
