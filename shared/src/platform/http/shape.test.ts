import { describe, expect, it } from "vitest";
import { z } from "zod";
import { ENDPOINTS } from "../../endpoints.ts";
import type { Endpoint } from "./endpoint.ts";
import { misfit, type Shape } from "./shape.ts";
import { shapeOf } from "./shape-of.ts";

const order = z.object({
  number: z.int(),
  status: z.enum(["placed", "ready"]),
  reason: z.string().nullable(),
  lines: z.array(z.object({ name: z.string(), note: z.string().optional() })),
  shares: z.record(z.string(), z.int()),
});
const shape = shapeOf(order);
const good = {
  number: 7,
  status: "ready",
  reason: null,
  lines: [{ name: "Soup" }],
  shares: { d1: 1 },
};

describe("The shape of an answer", () => {
  it("fits what the schema lets out, and more of it from a newer server", () => {
    expect(misfit(shape, good)).toBeUndefined();
    expect(misfit(shape, { ...good, status: "eaten", course: 2 })).toBeUndefined();
  });

  it.each([
    ["number", { ...good, number: "7" }],
    ["number", { ...good, number: 7.5 }],
    ["reason", { ...good, reason: undefined }],
    ["lines", { ...good, lines: { 0: { name: "Soup" } } }],
    ["lines.0.name", { ...good, lines: [{ note: "hot" }] }],
    ["lines.1.note", { ...good, lines: [{ name: "Soup" }, { name: "Tea", note: 1 }] }],
    ["shares.d1", { ...good, shares: { d1: "1" } }],
    [".", null],
    [".", []],
  ])("says that %s does not fit", (path, value) => {
    expect(misfit(shape, value)).toBe(path);
  });

  it("does not take what an object inherits for a field of it", () => {
    expect(misfit({ fields: { constructor: "any" } as Record<string, Shape> }, {})).toBe(
      "constructor",
    );
  });

  it("tells kinds of answers apart", () => {
    const either = shapeOf(
      z.discriminatedUnion("ok", [
        z.object({ ok: z.literal(true), at: z.int() }),
        z.object({ ok: z.literal(false), code: z.string() }),
      ]),
    );
    expect(misfit(either, { ok: true, at: 1 })).toBeUndefined();
    expect(misfit(either, { ok: true, code: "x" })).toBe(".");
  });

  it.each(
    (Object.entries(ENDPOINTS) as [string, Endpoint][]).flatMap(([name, endpoint]) =>
      endpoint.kind === "json" ? [[name, endpoint.answer] as const] : [],
    ),
  )("of %s asks for fields, so that a stranger's object does not pass", (_name, answer) => {
    const made: Shape = shapeOf(answer);
    expect(misfit(made, {})).toBeDefined();
    expect(misfit(made, { status: "ok", message: "Welcome to our network" })).toBeDefined();
  });
});
