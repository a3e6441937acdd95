import bcd from "@mdn/browser-compat-data" with { type: "json" };
import type { Identifier } from "@mdn/browser-compat-data";
import { type AnyNode, type Program, parse } from "acorn";
import { ancestor } from "acorn-walk";
import { at, lackOf, type NewerFeature } from "./compat.ts";

/**
 * What a script uses that one of the oldest browsers lacks, once per name: syntax (all of it), globals
 * (`Intl.Segmenter`), members of well-known objects (`navigator.locks`) and methods whose name alone
 * tells (`text.isWellFormed()`): a name that some type already has in every browser tells nothing.
 */
export function newerFeatures(script: string): NewerFeature[] {
  const found = new Map<string, string>();
  const report = (name: string, lacking: string | undefined) => {
    if (lacking !== undefined) found.set(name, lacking);
  };
  const program = parse(script, { ecmaVersion: "latest", sourceType: "module" });
  const locals = declaredNames(program);
  ancestor(program, {
    StaticBlock: () => report("static {}", syntax("classes", "static", "initialization_blocks")),
    Literal(node) {
      if (node.regex) reportPattern(node.regex.pattern, node.regex.flags, report);
    },
    NewExpression(node) {
      const [first, second] = node.arguments;
      if (nameOf(node.callee) === "RegExp" && typeof literalOf(first) === "string")
        reportPattern(String(literalOf(first)), String(literalOf(second) ?? ""), report);
      if (nameOf(node.callee) === "Worker" && script.slice(node.start, node.end).includes("module"))
        report("module workers", lackOf(at("api", "Worker", "Worker", "ecmascript_modules")));
    },
    ImportAttribute: () =>
      report("import … with", syntax("statements", "import", "import_attributes")),
    Identifier(node) {
      if (!locals.has(node.name)) report(node.name, lackOf(globalNamed(node.name)));
    },
    MemberExpression(node) {
      const name = propertyOf(node);
      if (name === undefined) return;
      const object = nameOf(node.object);
      const owner = object !== undefined && !locals.has(object) ? object : undefined;
      const member = owner === undefined ? undefined : memberOf(owner, name);
      if (member) report(`${owner}.${name}`, lackOf(member));
    },
    CallExpression(node) {
      // `text.isWellFormed?.()` is guarded.
      if (node.optional || node.callee.type !== "MemberExpression") return;
      const name = propertyOf(node.callee);
      const object = nameOf(node.callee.object);
      const ofGlobal = object !== undefined && !locals.has(object) && globalNamed(object);
      if (name !== undefined && !ofGlobal) report(`.${name}()`, METHODS.get(name));
    },
  });
  return [...found]
    .map(([name, lacking]) => ({ name, lacking }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

function syntax(...path: string[]): string | undefined {
  return lackOf(at("javascript", ...path));
}

function reportPattern(
  pattern: string,
  flags: string,
  report: (name: string, lacking: string | undefined) => void,
): void {
  const expressions = (name: string) => lackOf(at("javascript", "regular_expressions", name));
  if (/\(\?<[=!]/.test(pattern)) report("(?<=…)", expressions("lookbehind_assertion"));
  if (/\(\?[ims]*-?[ims]*:/.test(pattern) && !/\(\?:/.test(pattern))
    report("(?i:…)", expressions("modifier"));
  if (flags.includes("v"))
    report("/…/v", lackOf(at("javascript", "builtins", "RegExp", "unicodeSets")));
}

/** Every name that the script itself declares, wherever: one of those is no global. */
function declaredNames(program: Program): Set<string> {
  const names = new Set<string>();
  const add = (pattern: AnyNode | null | undefined): void => {
    if (!pattern) return;
    if (pattern.type === "Identifier") names.add(pattern.name);
    else if (pattern.type === "ObjectPattern")
      for (const each of pattern.properties) add(each.type === "Property" ? each.value : each);
    else if (pattern.type === "ArrayPattern") pattern.elements.forEach(add);
    else if (pattern.type === "AssignmentPattern") add(pattern.left);
    else if (pattern.type === "RestElement") add(pattern.argument);
  };
  const scope = (node: { id?: AnyNode | null; params: AnyNode[] }) => {
    add(node.id);
    node.params.forEach(add);
  };
  ancestor(program, {
    VariableDeclarator: (node) => add(node.id),
    FunctionDeclaration: scope,
    FunctionExpression: scope,
    ArrowFunctionExpression: scope,
    ClassDeclaration: (node) => add(node.id),
    ClassExpression: (node) => add(node.id),
    CatchClause: (node) => add(node.param),
    ImportDeclaration: (node) => {
      for (const { local } of node.specifiers) add(local);
    },
  });
  return names;
}

function nameOf(node: AnyNode): string | undefined {
  return node.type === "Identifier" ? node.name : undefined;
}

function literalOf(node: AnyNode | undefined): unknown {
  if (node?.type === "Literal") return node.value;
  if (node?.type === "TemplateLiteral") return node.quasis.map((each) => each.value.raw).join("");
  return undefined;
}

function propertyOf(node: { computed: boolean; property: AnyNode }): string | undefined {
  if (node.computed)
    return typeof literalOf(node.property) === "string"
      ? String(literalOf(node.property))
      : undefined;
  return nameOf(node.property);
}

/** The objects that a page has without making them, and the type whose members they have. */
const WELL_KNOWN: Readonly<Record<string, string>> = {
  navigator: "Navigator",
  document: "Document",
  crypto: "Crypto",
  location: "Location",
  history: "History",
  performance: "Performance",
  screen: "Screen",
  caches: "CacheStorage",
  indexedDB: "IDBFactory",
};
const GLOBAL_OBJECTS = new Set(["window", "self", "globalThis"]);

/** A type or a function that is there without an owner. */
function globalNamed(name: string): Identifier | undefined {
  return at("javascript", "builtins", name) ?? at("api", name) ?? at("api", "Window", name);
}

function memberOf(owner: string, name: string): Identifier | undefined {
  if (GLOBAL_OBJECTS.has(owner)) return globalNamed(name);
  const type = WELL_KNOWN[owner];
  if (type) return at("api", type, name);
  return at("javascript", "builtins", owner, name) ?? at("api", owner, `${name}_static`);
}

/** The types of the platform whose methods a page calls on values; JavaScript's own come on top. */
const TYPES = [
  "AbortController",
  "AbortSignal",
  "Animation",
  "Blob",
  "CanvasRenderingContext2D",
  "CSSStyleDeclaration",
  "DataTransfer",
  "Document",
  "DOMTokenList",
  "Element",
  "Event",
  "EventTarget",
  "FormData",
  "Headers",
  "HTMLDialogElement",
  "HTMLElement",
  "HTMLFormElement",
  "HTMLInputElement",
  "HTMLMediaElement",
  "IDBDatabase",
  "IDBObjectStore",
  "Node",
  "ReadableStream",
  "Request",
  "Response",
  "Selection",
  "ServiceWorkerRegistration",
  "Storage",
  "URL",
  "URLSearchParams",
];

/** Methods by name, with who lacks them; undefined where some type of that name has it everywhere. */
const METHODS: ReadonlyMap<string, string | undefined> = methodsByName();

function methodsByName(): Map<string, string | undefined> {
  const methods = new Map<string, string | undefined>();
  const builtins = Object.entries(bcd.javascript.builtins as Record<string, Identifier>);
  const platform = TYPES.map((name) => [name, at("api", name)!] as const);
  for (const [typeName, type] of [...builtins, ...platform]) {
    for (const [name, member] of Object.entries(type)) {
      if (name === typeName || !/^[a-z][a-zA-Z]*$/.test(name)) continue;
      const lacking = lackOf(member as Identifier);
      if (!methods.has(name) || lacking === undefined) methods.set(name, lacking);
    }
  }
  return methods;
}
