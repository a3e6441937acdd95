/** Draws bars with ranges as SVG: readable on light and dark, without scripts or fonts of its own. */
import type { Spread } from "../figures.ts";
import { short } from "./short.ts";

export interface Bar {
  readonly label: string;
  readonly spread: Spread;
  /** Drawn in the colour that stands for us. */
  readonly ours: boolean;
}

/** Bars on one scale, which begins at 0. */
export interface BarGroup {
  readonly title: string;
  readonly unit: string;
  readonly bars: readonly Bar[];
}

const WIDTH = 760;
const LABEL_WIDTH = 170;
const VALUE_WIDTH = 190;
const BAR_WIDTH = WIDTH - LABEL_WIDTH - VALUE_WIDTH;
const BAR_HEIGHT = 16;
const ROW_HEIGHT = 24;
const TITLE_HEIGHT = 34;
const WHISKER = 4;

/** One SVG document; `title` is what a screen reader says of it. */
export function barChart(title: string, groups: readonly BarGroup[]): string {
  let y = 0;
  const drawn = groups.map((group) => {
    const top = y;
    y += TITLE_HEIGHT + group.bars.length * ROW_HEIGHT + 10;
    return drawGroup(group, top);
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${y}" width="${WIDTH}" height="${y}" role="img" aria-label="${escapeXml(title)}">
<style>
text { font: 13px system-ui, sans-serif; fill: #24292f; }
.title { font-weight: 600; }
.bar { fill: #9aa4ae; }
.ours { fill: #b4532a; }
.range { stroke: #24292f; stroke-width: 1.5; }
@media (prefers-color-scheme: dark) {
  text { fill: #d5dae0; }
  .bar { fill: #6b7681; }
  .ours { fill: #e08a5f; }
  .range { stroke: #d5dae0; }
}
</style>
${drawn.join("\n")}
</svg>
`;
}

function drawGroup({ title, unit, bars }: BarGroup, top: number): string {
  const longest = Math.max(...bars.map(({ spread }) => spread.max));
  const x = (value: number) => Math.round((LABEL_WIDTH + (value / longest) * BAR_WIDTH) * 10) / 10;
  const rows = bars.map(({ label, spread, ours }, i) => {
    const y = top + TITLE_HEIGHT + i * ROW_HEIGHT;
    const middle = y + BAR_HEIGHT / 2;
    const [left, right] = [x(spread.min), x(spread.max)];
    const range = spread.min === spread.max ? "" : ` (${short(spread.min)}–${short(spread.max)})`;
    const value = `${short(spread.median)} ${unit}${range}`;
    return [
      `<text x="${LABEL_WIDTH - 8}" y="${middle + 4}" text-anchor="end">${escapeXml(label)}</text>`,
      `<rect class="bar${ours ? " ours" : ""}" x="${LABEL_WIDTH}" y="${y}" width="${Math.max(1, x(spread.median) - LABEL_WIDTH).toFixed(1)}" height="${BAR_HEIGHT}" rx="2"/>`,
      `<path class="range" d="M${left} ${middle}H${right}M${left} ${middle - WHISKER}v${2 * WHISKER}M${right} ${middle - WHISKER}v${2 * WHISKER}"/>`,
      `<text x="${right + 8}" y="${middle + 4}">${escapeXml(value)}</text>`,
    ].join("\n");
  });
  return [`<text class="title" x="0" y="${top + 20}">${escapeXml(title)}</text>`, ...rows].join(
    "\n",
  );
}

function escapeXml(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}
