/** Dashboards, alerts and the guide speak only of what there is to see. */
import { readdir, readFile, stat } from "node:fs/promises";
import { createServerMetrics } from "@tureen/collab-server/metrics";
import { createCollabMetrics } from "@tureen/collab-server/table/live/metrics";
import { createWorkerMetrics } from "@tureen/persistence/orders/confirm-metrics";
import { createPool } from "@tureen/persistence/platform/database";
import { registerProcessMetrics } from "@tureen/persistence/platform/metrics/every-process";
import { counter } from "@tureen/persistence/platform/metrics/from-catalogue";
import { METRICS, type Metric, type Process } from "@tureen/shared/platform/metrics";
import { collectDefaultMetrics, Registry } from "prom-client";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { metricsTable } from "./metrics-table.ts";
import { OUTSIDE_METRICS } from "./outside-metrics.ts";
import { readPromql } from "./promql.ts";

const here = (path: string) => new URL(path, import.meta.url);
const read = (path: string) => readFile(here(path), "utf8");
const catalogue: readonly Metric[] = Object.values(METRICS);

interface Dashboard {
  readonly uid: string;
  readonly title: string;
  readonly panels: readonly {
    readonly id: number;
    readonly type: string;
    readonly title: string;
    readonly gridPos: { readonly x: number; readonly y: number; readonly w: number };
    readonly fieldConfig?: { readonly defaults: { readonly unit?: string } };
    readonly targets?: readonly { readonly expr: string }[];
  }[];
}
interface Rule {
  readonly alert: string;
  readonly expr: string;
  readonly labels: { readonly severity: string };
  readonly annotations: { readonly summary: string; readonly description: string };
}

const dashboards = await Promise.all(
  (await readdir(here("dashboards")))
    .filter((name) => name.endsWith(".json"))
    .map(async (name) => ({
      name,
      board: JSON.parse(await read(`dashboards/${name}`)) as Dashboard,
    })),
);
const { groups } = parse(await read("alerts.yml")) as { groups: { rules: Rule[] }[] };
const rules = groups.flatMap((group) => group.rules);
const trials = parse(await read("alerts.test.yml")) as {
  tests: {
    input_series: { series: string }[];
    promql_expr_test: { expr: string; exp_samples: { labels: string }[] }[];
  }[];
};

/** Every expression, with where it stands. */
const expressions = [
  ...dashboards.flatMap(({ name, board }) =>
    board.panels.flatMap(({ title, targets = [] }) =>
      targets.map(({ expr }) => ({ where: `${name}: ${title}`, expr })),
    ),
  ),
  ...rules.map(({ alert, expr }) => ({ where: alert, expr })),
  ...trials.tests.flatMap(({ input_series, promql_expr_test }) => [
    ...input_series.map(({ series }) => ({ where: "alerts.test.yml", expr: series })),
    ...promql_expr_test.map(({ expr }) => ({ where: "alerts.test.yml", expr })),
  ]),
];

/** What may be asked for, and by which labels besides those that Prometheus adds; undefined: any. */
const known = new Map<string, readonly string[] | undefined>();
for (const { name, type, labels } of catalogue) {
  if (type !== "histogram") known.set(name, labels);
  else {
    known.set(`${name}_bucket`, [...labels, "le"]);
    known.set(`${name}_sum`, labels);
    known.set(`${name}_count`, labels);
  }
}
for (const name of OUTSIDE_METRICS) known.set(name, undefined);
const node = new Registry();
collectDefaultMetrics({ register: node });
for (const { name } of node.getMetricsAsArray()) known.set(name, undefined);
const ADDED_BY_PROMETHEUS = ["job", "instance"];

describe("dashboards and alerts", () => {
  test("ask only for what is measured, by labels that it has", () => {
    expect(expressions.length).toBeGreaterThan(80);
    const problems = expressions.flatMap(({ where, expr }) => {
      const { series, groupedBy } = readPromql(expr);
      const unknown = series.filter(({ name }) => !known.has(name)).map(({ name }) => name);
      const allowed = series.map(({ name }) => known.get(name));
      const grouping = allowed.every((labels) => labels !== undefined)
        ? [...ADDED_BY_PROMETHEUS, ...allowed.flat()]
        : groupedBy;
      const wrong = [
        ...series.flatMap(({ name, labels }) => {
          const own = known.get(name);
          return own ? labels.filter((l) => ![...ADDED_BY_PROMETHEUS, ...own].includes(l)) : [];
        }),
        ...groupedBy.filter((label) => !grouping.includes(label)),
      ];
      return [...unknown, ...wrong].map((name) => `${where}: there is no ${name}`);
    });
    expect(problems).toEqual([]);
  });

  test("show everything that Tureen measures", () => {
    const shown = new Set(
      dashboards.flatMap(({ board }) =>
        board.panels.flatMap(({ targets = [] }) =>
          targets.flatMap(({ expr }) => readPromql(expr).series.map(({ name }) => name)),
        ),
      ),
    );
    const hidden = catalogue.filter(
      ({ name }) => !["", "_bucket", "_count"].some((suffix) => shown.has(name + suffix)),
    );
    expect(hidden.map(({ name }) => name)).toEqual([]);
  });

  test("have titles and units, and no two panels on one place", () => {
    expect(dashboards.map(({ board }) => board.uid).sort()).toEqual([
      "tureen-infrastructure",
      "tureen-service",
    ]);
    for (const { board } of dashboards) {
      const { panels } = board;
      expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
      const places = panels.map(({ gridPos: { x, y } }) => `${x} ${y}`);
      expect(new Set(places).size).toBe(places.length);
      for (const { type, title, gridPos, fieldConfig } of panels) {
        expect(title).toMatch(/^[A-Z]/);
        expect(gridPos.x + gridPos.w).toBeLessThanOrEqual(24);
        if (type !== "row") expect(fieldConfig?.defaults.unit, title).toBeTruthy();
      }
    }
  });

  test("say how bad it is and what has happened, and each alert is tried and explained", async () => {
    const tried = new Set(
      trials.tests.flatMap(({ promql_expr_test }) =>
        promql_expr_test.flatMap(({ exp_samples }) =>
          exp_samples.map(({ labels }) => /alertname="(\w+)"/.exec(labels)?.[1]),
        ),
      ),
    );
    const guide = await read("README.md");
    for (const { alert, labels, annotations } of rules) {
      expect(["page", "ticket"], alert).toContain(labels.severity);
      expect(annotations.summary, alert).toBeTruthy();
      expect(annotations.description, alert).toMatch(/[.?]$/);
      expect([...tried], `${alert} in alerts.test.yml`).toContain(alert);
      expect(guide, `${alert} in README.md`).toContain(`\`${alert}\``);
    }
  });
});

describe("the catalogue", () => {
  /** What a process registers, beside what prom-client tells of Node. */
  function registered(process: Process): string[] {
    const registry = new Registry();
    // Never connected: nothing is scraped here.
    registerProcessMetrics(registry, {
      database: createPool({ url: "postgres://nowhere/" }),
      version: "1.0.0",
      writes: { look: () => ({ ok: true, problem: null }) },
    });
    if (process === "worker") createWorkerMetrics(registry);
    else {
      const counts = { connections: 0, unauthenticated: 0, unsentBytes: 0, documents: 0 };
      createCollabMetrics(registry, () => counts);
      const sources = { kitchenStreams: () => 0, isOverloaded: () => false, isRedisUp: () => true };
      createServerMetrics(registry, sources);
      counter(registry, METRICS.requests);
    }
    return registry
      .getMetricsAsArray()
      .map(({ name }) => name)
      .filter((name) => name.startsWith("tureen_"));
  }

  test.each(["server", "worker"] as const)("is all that the %s serves, and nothing else", (own) => {
    const served = catalogue.filter(({ servedBy }) => servedBy.includes(own));
    expect(registered(own).sort()).toEqual(served.map(({ name }) => name).sort());
  });

  test("names units as Prometheus wants them", () => {
    for (const { name, type, unit, help, labels, buckets } of catalogue) {
      expect(name).toMatch(/^tureen_[a-z_]+$/);
      expect(name.endsWith("_total"), name).toBe(type === "counter");
      if (["seconds", "bytes"].includes(unit)) expect(name).toMatch(new RegExp(`_${unit}$`));
      expect(help, name).toMatch(/^[A-Z].*[^.]$/);
      expect(buckets !== undefined, name).toBe(type === "histogram");
      // A label with a restaurant or a person would make a series for each.
      expect(labels.filter((label) => /restaurant|session|diner|user|name/.test(label))).toEqual(
        [],
      );
    }
  });

  test("is printed for people in METRICS.md", async () => {
    await expect(metricsTable(catalogue)).toMatchFileSnapshot("METRICS.md");
  });
});

test("a wrong expression is found, with its place", () => {
  expect(() => readPromql("sum(rate(a[5m])")).toThrow("is wrong at character");
  expect(readPromql('sum by (x) (a{y="1"} / on(z) b)')).toEqual({
    series: [
      { name: "a", labels: ["y"] },
      { name: "b", labels: [] },
    ],
    groupedBy: ["x", "z"],
  });
});

test("what the containers are given is there", async () => {
  const { services } = parse(await read("docker-compose.monitoring.yml"), { merge: true }) as {
    services: Record<string, { readonly volumes?: readonly string[] }>;
  };
  const mounts = Object.values(services).flatMap(({ volumes = [] }) => volumes);
  const files = mounts.flatMap((mount) => /^\.\/([^:]+):/.exec(mount)?.[1] ?? []);
  expect(files.length).toBeGreaterThan(3);
  for (const file of files)
    await expect(stat(here(`../../../${file}`)), file).resolves.toBeTruthy();
  const { scrape_configs: jobs } = parse(await read("prometheus.yml")) as {
    scrape_configs: { static_configs: { targets: string[] }[] }[];
  };
  const targets = jobs.flatMap((job) => job.static_configs.flatMap((each) => each.targets));
  for (const target of targets) expect(Object.keys(services)).toContain(target.split(":")[0]);
});
