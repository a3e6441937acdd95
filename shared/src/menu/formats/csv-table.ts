/**
 * A table as spreadsheets write it: its separator is found out, cells may be quoted (RFC 4180). Rows
 * without anything stay where they are, so that a row has the number that its reader sees.
 */
export function csvTable(text: string): string[][] {
  const plain = text.replace(/^\uFEFF/, "");
  const rows = cellsOf(plain, separatorOf(plain));
  return rows.slice(0, rows.findLastIndex((row) => !isBlank(row)) + 1);
}

/** Whether a row says nothing. */
export function isBlank(row: readonly string[]): boolean {
  return row.every((cell) => cell === "");
}

/** Lines among which the header is looked for: above it may be a title. */
const HEAD_LINES = 10;

/** The sign that parts the header's cells: the one that does so most often outside of quotes. */
function separatorOf(text: string): string {
  const lines = text.replace(/"(?:[^"]|"")*"/g, "").split(/\r?\n/, HEAD_LINES);
  const header = lines.find((line) => /[,;\t]/.test(line)) ?? "";
  const count = (sign: string) => header.split(sign).length;
  return [";", "\t"].reduce((best, sign) => (count(sign) > count(best) ? sign : best), ",");
}

function cellsOf(text: string, separator: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let cell = "";
  let quoted = false;
  const endCell = () => {
    row.push(cell.trim());
    cell = "";
  };
  const endRow = () => {
    endCell();
    rows.push(row);
    row = [];
  };
  for (let at = 0; at < text.length; at++) {
    const sign = text[at] ?? "";
    if (quoted) {
      if (sign !== '"') cell += sign;
      else if (text[at + 1] === '"') {
        cell += '"';
        at++;
      } else quoted = false;
    } else if (sign === '"' && cell.trim() === "") {
      cell = "";
      quoted = true;
    } else if (sign === separator) endCell();
    else if (sign === "\n") endRow();
    else if (sign !== "\r") cell += sign;
  }
  if (cell !== "" || row.length > 0) endRow();
  return rows;
}

/** What a cell says, without the sign that keeps spreadsheets from taking it for a formula. */
export function cellText(cell: string | undefined): string {
  return (cell ?? "")
    .replace(/^'(?=[\s"']*[=+\-@＝＋－＠])/u, "")
    .replace(/([;,|"]\s*)'(?=[=+\-@])/g, "$1");
}
