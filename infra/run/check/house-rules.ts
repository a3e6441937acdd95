import { builtinModules } from "node:module";
import { posix } from "node:path";

/** The parts of a package.json that say what may be imported. */
export type Manifest = {
  dependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
};

/** Our own workspaces that each workspace may import, besides itself (ARCHITECTURE.md, packages and domains). */
const MAY_IMPORT: Record<string, string[]> = {
  shared: [],
  persistence: ["shared"],
  "collab-server": ["shared", "persistence"],
  web: ["shared"],
  infra: ["shared", "persistence", "collab-server", "web"],
};
/** These run in browsers. */
const WITHOUT_NODE = new Set(["shared", "web"]);

const TOP_LEVEL = new Set([
  "collab-server",
  "web",
  "persistence",
  "shared",
  "infra",
  "docker-compose.yml",
  "docker-compose.dev.yml",
  "package.json",
  "package-lock.json",
  "README.md",
  "CHANGELOG.md",
  "ARCHITECTURE.md",
  "LOCAL_DEV.md",
  "CONTRIBUTING.md",
  "SECURITY.md",
  "LICENSE",
  "biome.json",
  // Not kept in git.
  "node_modules",
  "test-results",
  "playwright-report",
]);
/** Formats that write digits are made here alone, so that all of them write the same ones. */
const MAKES_FORMATS = "shared/src/platform/intl.ts";
const MAKES_A_FORMAT =
  /\bIntl\s*\.\s*(NumberFormat|DateTimeFormat|RelativeTimeFormat|PluralRules|DurationFormat)\s*\(|\}\s*=\s*Intl\s*[;\n]|\.\s*toLocale(Date|Time)?String\s*\(/;

/** A type for rows that nothing compares with them; tests may, they compare the rows themselves. */
const CASTS_ROWS = /\.\s*query\s*</;

const TOOL_CONFIG = /^(\..*|tsconfig(\.\w+)?\.json|\w+\.config\.ts|.*\.tsbuildinfo)$/;

/**
 * What hands signals on: the one runner of effects, the ways that they go, and what goes other ways
 * (edits between nodes, the doctor's trial).
 */
const MAY_PUBLISH =
  /^(persistence\/src\/platform\/(effects|signals\/[\w-]+|faults\/faulty-signals)|collab-server\/src\/table\/live\/(redis-fan-out|extension-fan-out)|infra\/run\/doctor\/check-redis)\.ts$/;

/** One sentence per entry that does not belong at the top of the checkout. */
export function checkTopLevel(entries: string[]): string[] {
  return entries
    .filter((name) => !TOP_LEVEL.has(name) && !TOOL_CONFIG.test(name))
    .map((name) => `${name}: does not belong at the top level`);
}

/**
 * One sentence per broken house rule in a source file.
 * `path` is relative to the checkout; `manifests` are those of its workspace and of the root.
 */
export function checkSource(path: string, source: string, manifests: Manifest[]): string[] {
  const code = withoutComments(source);
  const workspace = path.split("/")[0]!;
  const isTest = /\.test\.tsx?$|\/testing\/|^web\/e2e\//.test(path);
  // The tools and bootstraps themselves: they may read the environment and end the process.
  const isTool =
    workspace === "infra" || isTest || /^web\/(scripts\/|[\w.]+\.config\.ts)/.test(path);
  const say = (rule: string) => `${path}: ${rule}`;
  const offences = importsOf(code).flatMap((specifier) =>
    checkImport(path, workspace, specifier, isTest || isTool, manifests).map(say),
  );
  if (!isTest && !MAY_PUBLISH.test(path) && /\.publish\s*\(/.test(code)) {
    offences.push(say("only effects.ts publishes signals: an operation says `tx.tell(…)`"));
  }
  if (!isTest && CASTS_ROWS.test(code)) {
    offences.push(say("rows get their type from a shape that tests compare: readRows (rows.ts)"));
  }
  if (isTool || /\/main\.tsx?$/.test(path) || /\.config\.ts$/.test(path)) return offences;
  if (/\bprocess\s*\.\s*env\b/.test(code)) offences.push(say("only main.ts reads process.env"));
  if (path !== MAKES_FORMATS && MAKES_A_FORMAT.test(code)) {
    offences.push(say(`writes numbers or times without ${MAKES_FORMATS}`));
  }
  // run.ts is the part of a main.ts that waits for the signals.
  if (!/\/run\.ts$/.test(path) && /\bprocess\s*\.\s*(on|once|exit)\s*\(/.test(code)) {
    offences.push(say("only main.ts handles signals and ends the process"));
  }
  return offences;
}

function checkImport(
  path: string,
  workspace: string,
  specifier: string,
  isTool: boolean,
  manifests: Manifest[],
): string[] {
  if (specifier.startsWith(".")) {
    const target = posix.join(posix.dirname(path), specifier);
    return target.startsWith(`${workspace}/`) ? [] : [`imports ${specifier} outside its workspace`];
  }
  const own = /^@tureen\/([^/]+)/.exec(specifier)?.[1];
  if (own === workspace || (own && MAY_IMPORT[workspace]?.includes(own))) return [];
  if (own) return [`${workspace} may not import ${specifier}`];
  if (specifier.startsWith("node:") || builtinModules.includes(specifier)) {
    if (!specifier.startsWith("node:")) return [`write node:${specifier}`];
    return WITHOUT_NODE.has(workspace) && !isTool ? [`runs in browsers, imports ${specifier}`] : [];
  }
  if (/^(virtual:|\/)|\?/.test(specifier)) return [];
  const name = specifier.split("/", specifier.startsWith("@") ? 2 : 1).join("/");
  const declared = manifests.some((m) => m.dependencies?.[name] ?? m.devDependencies?.[name]);
  return declared ? [] : [`${name} is not in ${workspace}/package.json`];
}

/** The specifiers of everything that a source imports. */
export function importsOf(code: string): string[] {
  const pattern = /(?:^|[\s;}])(?:from|import)\s*\(?\s*["']([^"'\n]+)["']/g;
  return [...code.matchAll(pattern)].map((match) => match[1]!);
}

/** Good enough for rules about code: keeps strings, drops comments. */
function withoutComments(source: string): string {
  return source.replace(/\/\*[\s\S]*?\*\//g, "").replace(/(^|\s)\/\/[^\n]*/g, "$1");
}
