import { posix } from "node:path";

/**
 * The domains in the order in which they build on each other: a domain uses those before it, never
 * those after or beside it. Each package has a folder of its name for what a domain owns there.
 */
const DOMAINS: readonly (readonly string[])[] = [
  ["platform"],
  ["staff"],
  ["menu"],
  ["table"],
  ["orders"],
  ["kitchen", "bill"],
  ["replay"],
];

/** In the web app the pages of guests, waiters and cooks stand on top of the domains. */
const WEB: readonly (readonly string[])[] = [
  ["platform"],
  ["staff"],
  ["menu"],
  ["table"],
  ["orders"],
  ["bill"],
  ["diner", "floor", "kitchen", "landing"],
  ["replay"],
];

/** What the domains are put together by, in no folder or in one of these; no domain uses it. */
const MAY_USE_ALL = /^(api|worker|web-server|testing|attacks|demo)$/;

/**
 * One sentence for every import of a source file that goes back in the order of the domains.
 * `imports` are the files that it names, as paths in the checkout, those of other packages too.
 */
export function checkDomainOrder(path: string, imports: readonly string[]): string[] {
  const from = placeOf(path);
  if (!from || isTest(path)) return [];
  return imports.flatMap((target) => {
    const to = placeOf(target);
    if (!to || mayUse(from, to)) return [];
    return [`${path}: ${from.domain} builds on ${target}, which comes later (domain-order.ts)`];
  });
}

interface Place {
  readonly workspace: string;
  readonly domain: string;
}

/** Null for what belongs to no package with domains; the domain is "" for what stands above them. */
function placeOf(path: string): Place | null {
  const [workspace = "", source, folder = "", ...rest] = path.split("/");
  if (source !== "src" || !["shared", "persistence", "collab-server", "web"].includes(workspace)) {
    return null;
  }
  const above = rest.length === 0 || MAY_USE_ALL.test(folder);
  return { workspace, domain: above ? "" : folder };
}

function mayUse(from: Place, to: Place): boolean {
  if (from.domain === "") return true;
  const samePackage = from.workspace === to.workspace;
  // What another package is put together by is its public face.
  if (to.domain === "") return !samePackage;
  if (from.domain === to.domain) return true;
  // The web app's pages are no domains: what they build on of the shared package has an order of its own.
  if (from.workspace === "web" && !samePackage) return true;
  const order = from.workspace === "web" ? WEB : DOMAINS;
  return rankOf(order, to.domain) < rankOf(order, from.domain);
}

/** Throws for a folder that is no domain. */
function rankOf(order: readonly (readonly string[])[], domain: string): number {
  const rank = order.findIndex((domains) => domains.includes(domain));
  if (rank === -1) throw new Error(`${domain} is no domain: name it in domain-order.ts`);
  return rank;
}

function isTest(path: string): boolean {
  return /\.test\.tsx?$|\/testing\//.test(path);
}

/** The files that an import may mean, as paths in the checkout. */
export function importedFile(path: string, specifier: string): string | null {
  if (specifier.startsWith(".")) return posix.join(posix.dirname(path), specifier);
  const own = /^@tureen\/([^/]+)\/(.+)$/.exec(specifier);
  return own ? `${own[1]}/src/${own[2]}.ts` : null;
}

/** The domains as a drawing: one line per rank, the first at the bottom. */
export function drawDomains(): string {
  return DOMAINS.map((domains) => domains.join(" | "))
    .toReversed()
    .join("\n  ↓\n");
}
