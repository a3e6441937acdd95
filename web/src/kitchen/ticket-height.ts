/** How tall a ticket will be, before it is drawn. */
import { groupText } from "@tureen/shared/table/choice-groups";
import type { Drawn } from "./layout.ts";
import { lineChoices } from "./line-choices.ts";
import { lineName } from "./line-name.ts";
import type { ShownLine } from "./merge-lines.ts";
import { cancelReasons } from "./wanted.ts";

/** Heights in rem, as TicketCard and TicketLine draw them in type of the usual size. */
const HEAD_AND_FOOT = 11;
const LINE = 2.6;
const NAME_ROW = 1.6;
const ROW = 1.45;
const BLOCK = 0.9;
/** Widths in rem: what is beside a dish's name, and beside what is said about it. */
const BESIDE_NAME = 6.7;
const BESIDE_TEXT = 4;
/** Of a character, in rem. */
const NAME_CHARACTER = 0.72;
const CHARACTER = 0.6;

/** An estimate in pixels; what is drawn is measured (`create-heights.ts`). */
export function estimateHeight(
  lines: readonly ShownLine[],
  { type, width, inner }: Drawn,
  rem: number,
): number {
  const unit = type * rem;
  const column = width / inner / unit;
  const heights = lines.map((line) => lineHeight(line, column));
  const sum = heights.reduce((all, height) => all + height, 0);
  // Columns are as tall as the tallest: at most one dish more than their mean.
  const dishes = inner === 1 ? sum : sum / inner + Math.max(0, ...heights) / 2;
  return (HEAD_AND_FOOT + dishes) * unit;
}

function lineHeight({ line, parts }: ShownLine, column: number): number {
  const rowsOf = (text: string) => rows(text, (column - BESIDE_TEXT) / CHARACTER);
  const block = (text: string) => rowsOf(text) * ROW + BLOCK;
  const choices = lineChoices(line).reduce((sum, group) => sum + rowsOf(groupText(group)), 0);
  return (
    LINE +
    rows(lineName(line), (column - BESIDE_NAME) / NAME_CHARACTER) * NAME_ROW +
    choices * ROW +
    (line.note ? block(line.note) : 0) +
    (parts.some(({ forSeat }) => forSeat !== null) ? ROW : 0) +
    (line.restored ? ROW + BLOCK : 0) +
    (line.cancelled?.length ? block(cancelReasons([line]).join(" · ")) : 0) +
    rowsOf(line.allergens.join(", ")) * ROW
  );
}

const rows = (text: string, perRow: number) =>
  Math.max(1, Math.ceil(text.length / Math.max(4, perRow)));
