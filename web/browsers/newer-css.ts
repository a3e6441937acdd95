import bcd from "@mdn/browser-compat-data" with { type: "json" };
import type { Identifier } from "@mdn/browser-compat-data";
import { type AtRule, type ChildNode, type Declaration, parse, type Rule } from "postcss";
import { at, lackOf, type NewerFeature } from "./compat.ts";

/**
 * What a style sheet uses that one of the oldest browsers lacks, once per name: selectors (`:has()`),
 * at-rules, properties, their keywords (`overflow: clip`), functions and units. Not what the enclosing
 * `@supports` asks for, nor what an earlier declaration in the same block stands in for.
 */
export function newerCss(sheet: string): NewerFeature[] {
  const found = new Map<string, string>();
  const visit = (nodes: readonly ChildNode[], guarded: ReadonlySet<string>): void => {
    for (const node of nodes) {
      if (node.type === "comment") continue;
      for (const { name, lacking } of lacksOf(node)) {
        if (!guarded.has(name)) found.set(name, lacking);
      }
      if (node.type === "decl" || !node.nodes) continue;
      visit(node.nodes, new Set([...guarded, ...askedFor(node)]));
    }
  };
  visit(parse(sheet).nodes, new Set());
  return [...found]
    .map(([name, lacking]) => ({ name, lacking }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

function lacksOf(node: AtRule | Rule | Declaration): NewerFeature[] {
  if (node.type === "decl") return hasStandIn(node) ? [] : inDeclaration(node.prop, node.value);
  if (node.type === "atrule") return inAtRule(node.name, node.params);
  const nested =
    node.parent?.type === "rule" ? newer("nesting", at("css", "selectors", "nesting")) : [];
  // What stands between two frames' braces is no selector.
  const inKeyframes = node.parent?.type === "atrule" && node.parent.name.endsWith("keyframes");
  return inKeyframes ? [] : [...nested, ...inSelector(node.selector)];
}

function newer(name: string, feature: Identifier | undefined): NewerFeature[] {
  // What is half there, such as an outline that does not follow a radius, does no harm in a style.
  const lacking = lackOf(feature, { half: "enough" });
  return lacking === undefined ? [] : [{ name, lacking }];
}

/** The names in the condition of an `@supports`; one that wants them missing guards nothing. */
function askedFor(node: AtRule | Rule): string[] {
  if (node.type !== "atrule" || node.name !== "supports" || /\bnot\b/.test(node.params)) return [];
  const tests = [...node.params.matchAll(/\(\s*([\w-]+)\s*:\s*([^;]*)\)/g)];
  return [
    ...inSelector(node.params),
    ...tests.flatMap(([, name, value]) => inDeclaration(name!, value!)),
  ].map((feature) => feature.name);
}

/**
 * Whether browsers that do not know a declaration have another one in its place. One with `var()` has
 * none: every browser takes it, drops the earlier one for it, and only then finds it void.
 */
function hasStandIn({ prop, value, parent }: Declaration): boolean {
  const others = (parent?.nodes ?? []).filter((other) => other.type === "decl");
  if (others.some((other) => PREFIXES.some((prefix) => other.prop === prefix + prop))) return true;
  if (value.includes("var(") || prop.startsWith("--")) return false;
  return others.some(
    (other) =>
      other.prop === prop &&
      (PREFIXES.some((prefix) => other.value.startsWith(prefix)) ||
        inDeclaration(prop, other.value).length === 0),
  );
}

function inAtRule(name: string, params: string): NewerFeature[] {
  if (isPrefixed(name)) return [];
  const rule = newer(`@${name}`, at("css", "at-rules", name));
  if (name !== "media") return rule;
  const features = [...params.matchAll(/\(\s*([a-z-]+)\s*[:)]/g)].map((match) => match[1]!);
  return [
    ...features.flatMap((each) => newer(`(${each})`, at("css", "at-rules", "media", each))),
    ...(/[<>]/.test(params)
      ? newer("@media <", at("css", "at-rules", "media", "range_syntax"))
      : []),
  ];
}

function inSelector(selector: string): NewerFeature[] {
  const bare = withoutStrings(selector).replace(/\\./g, "");
  const pseudos = [...bare.matchAll(/(::?)([a-z][a-z-]*)(\(?)/g)].flatMap(
    ([, colons, name, call]) =>
      newer(`${colons}${name}${call && "()"}`, at("css", "selectors", name!)),
  );
  const ofList = /:nth-(last-)?child\([^)]* of /.test(bare)
    ? newer(":nth-child(… of …)", at("css", "selectors", "nth-child", "of_syntax"))
    : [];
  return [...pseudos, ...ofList];
}

function inDeclaration(prop: string, written: string): NewerFeature[] {
  const value = withoutStrings(written);
  const ownProperty = prop.startsWith("--");
  if (!ownProperty && isPrefixed(prop)) return [];
  const words = ownProperty ? [] : (value.match(/(?<![\w-])[a-z][a-z-]*(?![\w(-])/g) ?? []);
  const functions = [...value.matchAll(/(?<![\w-])([a-z][a-z0-9-]*)\(/g)].map((match) => match[1]!);
  const units = [...value.matchAll(/(?<![\w#-])[-+]?\.?\d[\d.]*([a-z]+)/g)].map(
    (match) => match[1]!,
  );
  return [
    ...(ownProperty ? [] : newer(prop, at("css", "properties", prop))),
    ...words.flatMap((word) => newer(`${prop}: ${word}`, at("css", "properties", prop, word))),
    ...functions.flatMap((name) => newer(`${name}()`, FUNCTIONS.get(name))),
    ...units.flatMap((unit) => newer(unit, unitNamed(unit))),
  ];
}

const PREFIXES = ["-webkit-", "-moz-"];

const isPrefixed = (name: string) => name.startsWith("-");

const withoutStrings = (text: string) =>
  text.replace(/"[^"]*"|'[^']*'/g, '""').replace(/url\([^)]*\)/g, "url()");

function unitNamed(unit: string): Identifier | undefined {
  const group = { s: "small", l: "large", d: "dynamic" }[
    /^([sld])v(?:[hwib]|min|max)$/.exec(unit)?.[1] ?? ""
  ];
  if (group) return at("css", "types", "length", `viewport_percentage_units_${group}`);
  if (/^cq(?:[hwib]|min|max)$/.test(unit))
    return at("css", "types", "length", "container_query_length_units");
  return at("css", "types", "length", unit);
}

/** Functions by name: MDN lists each under the type of value that it makes. */
const FUNCTIONS: ReadonlyMap<string, Identifier> = functionsByName();

function functionsByName(): Map<string, Identifier> {
  const functions = new Map<string, Identifier>();
  for (const [typeName, type] of Object.entries(bcd.css.types as Record<string, Identifier>)) {
    for (const [name, member] of [[typeName, type] as const, ...Object.entries(type)]) {
      if (name !== "__compat") functions.set(name.replace(/-function$/, ""), member as Identifier);
    }
  }
  return functions;
}
