import { posix } from "node:path";

/** A path that begins with one of these is one of ours. */
const OURS = "shared|persistence|collab-server|web|infra|\\.ci|\\.github";
const CITED_PATH = new RegExp(`(?<![\\w./@-])(?:${OURS})/[\\w.*/<>-]+`, "g");
const BEGINS_AS_OURS = new RegExp(`^(?:${OURS})/`);
const CITED_FILE = /`([\w./-]+\.(?:ts|tsx|mjs|mts|sql|sh))`/g;
const LINK = /\]\(([^)\s]+)\)/g;

/** What the documents may cite. */
export interface Checkout {
  /** Every file, relative to the checkout, with forward slashes. */
  readonly files: readonly string[];
  /** The text of a Markdown file in `files`. */
  read(path: string): string;
}

/**
 * One sentence per dead relative link, missing heading, and cited path or source file that does not
 * exist. Paths with a `<placeholder>` are left alone; `*` stands for any part of a name.
 */
export function checkDocument(path: string, checkout: Checkout): string[] {
  const text = checkout.read(path);
  const problems: string[] = [];
  const say = (what: string) => problems.push(`${path}: ${what}`);

  for (const [, link] of withoutCode(text).matchAll(LINK)) {
    if (/^[a-z]+:/.test(link!)) continue;
    const [target = "", heading] = link!.split("#");
    const file = target ? posix.normalize(posix.join(posix.dirname(path), target)) : path;
    if (!exists(file, checkout)) say(`the link ${link} leads nowhere`);
    else if (heading && file.endsWith(".md") && !anchorsOf(checkout.read(file)).has(heading))
      say(`the link ${link} names no heading`);
  }
  for (const [match] of text.matchAll(CITED_PATH)) {
    const cited = match.replace(/[.:/]+$/, "");
    if (!cited.includes("<") && !exists(cited, checkout)) say(`${cited} does not exist`);
  }
  for (const [, cited] of text.matchAll(CITED_FILE)) {
    if (BEGINS_AS_OURS.test(cited!)) continue;
    const isThere = checkout.files.some((file) => file === cited || file.endsWith(`/${cited}`));
    if (!isThere) say(`there is no file ${cited}`);
  }
  return [...new Set(problems)];
}

/** Whether a file or folder of this name is there; `*` stands for any part of a name. */
function exists(path: string, { files }: Checkout): boolean {
  const wanted = path.replace(/\/$/, "");
  if (wanted === ".") return true;
  const parts = wanted.split("*").map((part) => part.replace(/[.+]/g, "\\$&"));
  const pattern = new RegExp(`^${parts.join("[^/]*")}(/|$)`);
  return files.some((file) => pattern.test(file));
}

/** The anchors of a document's headings, as GitHub makes them. */
function anchorsOf(text: string): Set<string> {
  const headings = [...withoutFences(text).matchAll(/^#+ +(.+)$/gm)].map((match) => match[1]!);
  return new Set(
    headings.map((heading) =>
      heading
        .toLowerCase()
        .replace(/[^\p{L}\p{N}_ -]/gu, "")
        .replaceAll(" ", "-"),
    ),
  );
}

function withoutFences(text: string): string {
  return text.replace(/^```[\s\S]*?^```/gm, "");
}

function withoutCode(text: string): string {
  return withoutFences(text).replace(/`[^`\n]*`/g, "");
}
