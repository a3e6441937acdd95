import * as fc from "fast-check";
import { expect, test } from "vitest";
import { csvCell, csvRow } from "./csv.ts";

test.each([
  ["Ana", '"Ana"'],
  [3, '"3"'],
  [-2.5, '"-2.5"'],
  [null, '""'],
  ["", '""'],
  ['say "hi"', '"say ""hi"""'],
  ["two\r\nlines\tand a tab", '"two lines and a tab"'],
  ["a-b + c = d@e", '"a-b + c = d@e"'],
  ["一人前、辛口", '"一人前、辛口"'],
])("%j is written as %s", (value, cell) => {
  expect(csvCell(value)).toBe(cell);
});

test.each([
  "=1+1",
  "+1",
  "-1",
  "@SUM(A1)",
  "=cmd|' /C calc'!A0",
  '=HYPERLINK("http://evil.example","x")',
  "\t=1",
  "\r=1",
  "\n=1",
  "  =1",
  "＝1+1",
  "＋1",
  "－1",
  "＠x",
  '"=1',
  "'=1",
  "\u00a0=1",
])("%j does not begin like a formula", (value) => {
  expect(csvCell(value)).toMatch(/^"'/);
});

/** The cells of one line as a program reads them that separates by `separator`. */
function read(line: string, separator: string): string[] {
  const cells: string[] = [];
  let cell = "";
  let quoted = false;
  for (let n = 0; n < line.length; n++) {
    const sign = line[n];
    if (sign === '"' && quoted && line[n + 1] === '"') {
      cell += '"';
      n += 1;
    } else if (sign === '"') quoted = !quoted;
    else if (sign === separator && !quoted) {
      cells.push(cell);
      cell = "";
    } else cell += sign;
  }
  return [...cells, cell];
}

test("whatever guests write, every cell comes back on its line, and none is a formula", () => {
  const nasty = fc.string({
    unit: fc.constantFrom(..."=+-@＝;,|\t\r\n\"' ax1\u0000\u2028"),
    maxLength: 12,
  });
  fc.assert(
    fc.property(fc.array(nasty, { minLength: 1, maxLength: 4 }), (values) => {
      const row = csvRow(values);
      expect(row.endsWith("\r\n")).toBe(true);
      const line = row.slice(0, -2);
      expect(line).not.toMatch(/[\r\n\t]/);
      const cells = read(line, ",");
      expect(cells).toHaveLength(values.length);
      for (const cell of cells) expect(cell.trimStart()).not.toMatch(/^[=+\-@＝＋－＠]/);
      // A program that ignores quotes and separates by something else sees no formula either.
      for (const part of line.split(/[;,|\t"]/))
        expect(part.trim()).not.toMatch(/^[=+\-@＝＋－＠]/);
    }),
    { numRuns: 2_000 },
  );
});
