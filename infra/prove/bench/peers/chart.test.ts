import { expect, test } from "vitest";
import { barChart } from "./chart.ts";
import { peersChart } from "./peers-chart.ts";
import { Results } from "./results.ts";

const bar = (label: string, median: number, max: number, ours = false) => ({
  ...{ label, ours, spread: { median, min: median, max } },
});

test("bars are as long as their medians, and the longest range fills the scale", () => {
  const svg = barChart("Chart", [
    { title: "CPU", unit: "µs", bars: [bar("a", 100, 200, true), bar("b", 50, 50)] },
  ]);
  const widths = [...svg.matchAll(/<rect class="bar[^"]*"[^>]* width="([\d.]+)"/g)].map(([, w]) =>
    Number(w),
  );
  expect(widths).toEqual([200, 100]);
  expect(svg).toContain("100 µs (100–200)");
  expect(svg.match(/class="bar ours"/g)).toHaveLength(1);
});

test("what is written in it cannot break it", () => {
  const svg = barChart('a "b"', [{ title: "x < y & z", unit: "", bars: [bar("<b>", 1, 1)] }]);
  expect(svg).toContain("x &lt; y &amp; z");
  expect(svg).toContain("&lt;b&gt;");
  expect(svg).toContain('aria-label="a &quot;b&quot;"');
});

test("the picture has a bar for each arm that was measured", () => {
  const results = new Results();
  const name = { part: "capacity", figure: "edits/s with p99 under 100 ms", unit: "/s" };
  results.add({ ...name, column: "Tureen" }, 1, 2_000);
  results.add({ ...name, column: "raw ws relay" }, 1, 8_000);
  const svg = peersChart(results);
  expect(svg.match(/<rect/g)).toHaveLength(2);
  expect(svg).toContain("8,000 /s");
});
