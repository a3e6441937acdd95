/** What Kubernetes is told, as kubectl renders it. There is no cluster here: README.md says what that leaves open. */
import { execFileSync } from "node:child_process";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { STOP_TIMEOUT_MS } from "@tureen/persistence/platform/run";
import { METRICS } from "@tureen/shared/platform/metrics";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { type KubernetesObject, readObjects, render } from "./testing/rendered.ts";
import { schemaProblems } from "./testing/schema-problems.ts";

const checkout = fileURLToPath(new URL("../../..", import.meta.url));
const sourceOf = (path: string) => readFile(`${checkout}${path}`, "utf8");
const overlays = { dev: render("dev"), production: render("production") };
const secrets = readObjects(
  execFileSync("sh", [`${checkout}infra/deploy/k8s/make-secrets.sh`], { encoding: "utf8" }),
);

/** Long-running ones, which are asked how they are. */
const SERVING = ["Deployment", "StatefulSet"];
/** Which file says what a container's process reads from its environment, and its entry point. */
const PROCESSES: Record<string, { reads: string; entry?: string }> = {
  server: { reads: "collab-server/src/config.ts", entry: "collab-server/src/main.ts" },
  worker: { reads: "persistence/src/worker/config.ts", entry: "persistence/src/main.ts" },
  migrate: { reads: "infra/run/start/settings.ts", entry: "infra/deploy/docker/prepare/main.ts" },
  web: { reads: "infra/deploy/docker/web/web-settings.ts" },
  backup: { reads: "infra/deploy/backup/backup.sh", entry: "infra/deploy/backup/backup.sh" },
};
/** What an image's own programs read. */
const OF_IMAGES = ["POSTGRES_USER", "POSTGRES_DB", "POSTGRES_PASSWORD", "REDIS_PASSWORD"];

// biome-ignore lint/suspicious/noExplicitAny: their form is checked against the schemas.
type Form = any;

/** What pods are made from, of every kind that makes pods. */
function podsOf(objects: readonly KubernetesObject[]) {
  return objects.flatMap(({ kind, metadata, spec }) => {
    const template: Form = kind === "CronJob" ? spec.jobTemplate.spec.template : spec?.template;
    if (!template) return [];
    const containers: Form[] = template.spec.containers;
    const { labels } = template.metadata;
    return [{ kind, name: metadata.name, labels, pod: template.spec as Form, containers }];
  });
}

function matches(selector: Form, labels: Record<string, string>): boolean {
  const { matchLabels = {}, matchExpressions = [] } = selector;
  return (
    Object.entries(matchLabels).every(([key, value]) => labels[key] === value) &&
    matchExpressions.every(
      ({ key, operator, values }: Form) => operator === "In" && values.includes(labels[key]),
    )
  );
}

const named = (objects: readonly KubernetesObject[], kind: string, name: string) => {
  const found = objects.find((object) => object.kind === kind && object.metadata.name === name);
  if (!found) throw new Error(`there is no ${kind} ${name}`);
  return found;
};
const ofKind = (objects: readonly KubernetesObject[], kind: string) =>
  objects.filter((object) => object.kind === kind);
const portsOf = ({ containers }: ReturnType<typeof podsOf>[number]) =>
  containers.flatMap(({ ports = [] }) => ports) as { name: string; containerPort: number }[];

describe.each(Object.entries(overlays))("overlays/%s", (overlay, objects) => {
  const pods = podsOf(objects);

  test("is what the API of Kubernetes accepts, in one namespace, and names nothing twice", async () => {
    const problems = await Promise.all([...objects, ...secrets].map(schemaProblems));
    expect(problems.flat()).toEqual([]);
    const [{ metadata }] = ofKind(objects, "Namespace") as [KubernetesObject];
    for (const object of objects) {
      if (object.kind !== "Namespace") expect(object.metadata.namespace).toBe(metadata.name);
    }
    const names = objects.map((object) => `${object.kind} ${object.metadata.name}`);
    expect(new Set(names).size).toBe(names.length);
    expect(names).not.toContainEqual(expect.stringMatching(/^Secret/));
  });

  test("every container runs without rights, within limits, and cannot change itself", () => {
    expect(pods.map(({ name }) => name).sort()).toEqual([
      "backup",
      "db",
      "migrate",
      "redis",
      "server",
      "web",
      "worker",
    ]);
    for (const { pod, containers } of pods) {
      expect(pod).toMatchObject({
        automountServiceAccountToken: false,
        securityContext: { runAsNonRoot: true, seccompProfile: { type: "RuntimeDefault" } },
      });
      expect(pod.securityContext.runAsUser).toBeGreaterThan(0);
      for (const container of [...containers, ...(pod.initContainers ?? [])]) {
        expect(container.securityContext).toEqual({
          allowPrivilegeEscalation: false,
          readOnlyRootFilesystem: true,
          capabilities: { drop: ["ALL"] },
        });
        for (const bound of ["requests", "limits"]) {
          expect(Object.keys(container.resources[bound]).sort()).toEqual(["cpu", "memory"]);
        }
        // What moves by itself is not what was tried.
        if (overlay === "production") expect(container.image).toMatch(/:[^:]*\d[^:]*$/);
      }
    }
  });

  test("what runs for long is asked whether it has begun, serves and lives, at ports it has", () => {
    for (const made of pods.filter(({ kind }) => SERVING.includes(kind))) {
      const ports = portsOf(made).map(({ name }) => name);
      for (const container of made.containers) {
        for (const probe of ["startupProbe", "readinessProbe", "livenessProbe"]) {
          const { httpGet, exec } = container[probe];
          if (httpGet) expect(ports).toContain(httpGet.port);
          else expect(exec.command).toBeInstanceOf(Array);
        }
        // Otherwise every server would be started again when Postgres is away.
        expect(container.livenessProbe.httpGet?.path).not.toBe("/health");
      }
    }
  });

  test("each selector finds the pods that it means, and each port exists there", () => {
    const found = (selector: Form) => pods.filter(({ labels }) => matches(selector, labels));
    for (const { metadata, spec } of ofKind(objects, "Service")) {
      const [target, ...others] = found({ matchLabels: spec.selector });
      expect([target?.name, others]).toEqual([metadata.name.replace(/-nodes$/, ""), []]);
      const targets = portsOf(target as (typeof pods)[number]).map(({ name }) => name);
      for (const { targetPort } of spec.ports) expect(targets).toContain(targetPort);
    }
    for (const { metadata, spec } of ofKind(objects, "PodDisruptionBudget")) {
      expect(found(spec.selector).map(({ name }) => name)).toEqual([metadata.name]);
    }
    for (const { spec } of ofKind(objects, "Ingress")) {
      for (const { backend } of spec.rules[0].http.paths) {
        const { ports } = named(objects, "Service", backend.service.name).spec;
        expect(ports.map(({ name }: Form) => name)).toContain(backend.service.port.name);
      }
    }
    for (const { metadata, spec } of objects) {
      for (const { labelSelector } of spec?.template?.spec?.topologySpreadConstraints ?? []) {
        expect(found(labelSelector).map(({ name }) => name)).toEqual([metadata.name]);
      }
    }
  });

  test("nobody is reached who was not let in, and what is let in exists", () => {
    const policies = ofKind(objects, "NetworkPolicy");
    expect(named(policies, "NetworkPolicy", "default-deny").spec).toEqual({
      podSelector: {},
      policyTypes: ["Ingress", "Egress"],
    });
    const found = (selector: Form) => pods.filter(({ labels }) => matches(selector, labels));
    /** "from → to port" of every way between pods, as one side's rules say it. */
    const ways = { Ingress: new Set<string>(), Egress: new Set<string>() };
    for (const { spec } of policies) {
      for (const [type, rules, side] of [
        ["Ingress", spec.ingress ?? [], "from"],
        ["Egress", spec.egress ?? [], "to"],
      ] as const) {
        for (const rule of rules) {
          const peers = rule[side].flatMap(({ podSelector }: Form) => podSelector ?? []);
          for (const own of found(spec.podSelector)) {
            for (const other of peers.flatMap(found)) {
              const [from, to] = type === "Ingress" ? [other, own] : [own, other];
              for (const { port } of rule.ports) {
                const there = portsOf(to).find(
                  (each) => each.name === port || each.containerPort === port,
                );
                ways[type].add(`${from.name} → ${to.name} ${there?.containerPort}`);
              }
            }
          }
        }
      }
    }
    // Both ends have to agree.
    expect([...ways.Egress].sort()).toEqual([...ways.Ingress].sort());
    expect([...ways.Ingress].sort()).toEqual([
      "backup → db 5432",
      "migrate → db 5432",
      "server → db 5432",
      "server → redis 6379",
      "web → server 5000",
      "worker → db 5432",
      "worker → redis 6379",
    ]);
  });

  test("every variable is there, and known to the process that gets it", async () => {
    for (const { name, containers, pod } of pods) {
      for (const { env = [], envFrom = [], command = [] } of containers) {
        const process = PROCESSES[name];
        const source = process && (await sourceOf(process.reads));
        if (process?.entry) {
          expect(command.at(-1)).toBe(process.entry);
          await sourceOf(process.entry);
        }
        const settings = envFrom.flatMap(({ configMapRef }: Form) =>
          Object.keys(named(objects, "ConfigMap", configMapRef.name).data ?? {}),
        );
        for (const variable of [...settings, ...env.map((each: Form) => each.name)]) {
          const known = source
            ? new RegExp(`\\b${variable}\\b`).test(source)
            : OF_IMAGES.includes(variable);
          expect([name, variable, known]).toEqual([name, variable, true]);
        }
        for (const { valueFrom } of env) {
          if (!valueFrom) continue;
          const { name: secret, key, optional } = valueFrom.secretKeyRef;
          if (optional) continue;
          expect(Object.keys(named(secrets, "Secret", secret).stringData ?? {})).toContain(key);
        }
      }
      for (const { configMap } of pod.volumes)
        if (configMap) named(objects, "ConfigMap", configMap.name);
    }
    // Only who migrates, backs up, or is the database, may be its owner.
    const owners = pods.filter(({ containers }) =>
      JSON.stringify(containers).includes("tureen-owner"),
    );
    expect(owners.map(({ name }) => name).sort()).toEqual(["backup", "db", "migrate"]);
  });

  test.each(["server", "web"])("a %s has the time that it takes to leave", (deployment) => {
    const { spec } = named(objects, "Deployment", deployment);
    const { terminationGracePeriodSeconds, containers } = spec.template.spec;
    const preStopS = Number(containers[0].lifecycle.preStop.exec.command[1]);
    const { data } = named(objects, "ConfigMap", containers[0].envFrom[0].configMapRef.name);
    const drainS = Number(data?.DRAIN_SECONDS);
    expect(terminationGracePeriodSeconds).toBeGreaterThan(
      preStopS + drainS + STOP_TIMEOUT_MS / 1_000,
    );
    // None leaves before another one serves.
    expect(spec.strategy.rollingUpdate).toEqual({ maxSurge: 1, maxUnavailable: 0 });
  });

  test("Postgres has a connection for each that the pools may open, in a rolling update too", () => {
    const most = (deployment: string, replicas: number) => {
      const { spec } = named(objects, "Deployment", deployment);
      const settings = spec.template.spec.containers[0].envFrom[0].configMapRef.name;
      const pool = Number(named(objects, "ConfigMap", settings).data?.DATABASE_POOL_MAX);
      return (replicas + spec.strategy.rollingUpdate.maxSurge) * pool;
    };
    const [scaling] = ofKind(objects, "HorizontalPodAutoscaler");
    const workers = named(objects, "Deployment", "worker").spec.replicas;
    const opened = most("server", scaling?.spec.maxReplicas ?? 1) + most("worker", workers);
    const args: string[] = named(objects, "StatefulSet", "db").spec.template.spec.containers[0]
      .args;
    const allowed = Number(args.find((arg) => arg.startsWith("max_connections="))?.split("=")[1]);
    // Migration, backup and its proof, and those who come to look.
    expect(opened + 20).toBeLessThanOrEqual(allowed);
  });
});

test("a table's phones share a web server, and that finds every server behind a name", () => {
  const { metadata, spec } = named(overlays.production, "Ingress", "live") as Form;
  expect(metadata.annotations).toMatchObject({
    "nginx.ingress.kubernetes.io/upstream-hash-by": "$uri",
    "nginx.ingress.kubernetes.io/proxy-read-timeout": "3600",
  });
  const paths = spec.rules[0].http.paths.map(({ path }: Form) => path);
  expect(paths).toEqual(["/collab", "/yjs"]);
  for (const { spec: each } of ofKind(overlays.production, "Ingress")) {
    for (const { backend } of each.rules[0].http.paths) expect(backend.service.name).toBe("web");
  }
  const settings = ofKind(overlays.production, "ConfigMap").find(({ metadata: { name } }) =>
    name.startsWith("web-settings"),
  );
  const [name = "", port] = (settings?.data?.SERVER_NODES ?? "").split(":");
  const { spec: service } = named(overlays.production, "Service", name);
  expect(service).toMatchObject({ clusterIP: "None", publishNotReadyAddresses: true });
  // Without an address of its own, a Service's port is its pods'.
  expect(service.ports[0].port).toBe(Number(port));
  for (const { spec: each } of ofKind(overlays.production, "Ingress")) {
    expect(each.tls[0].hosts).toEqual([each.rules[0].host]);
  }
});

test("servers are added by a measure that they have and that the adapter serves", async () => {
  const { spec } = named(overlays.production, "HorizontalPodAutoscaler", "server");
  named(overlays.production, "Deployment", spec.scaleTargetRef.name);
  const { metric } = spec.metrics[0].pods;
  expect(JSON.stringify(METRICS)).toContain(`"${metric.name}"`);
  const { rules } = parse(await sourceOf("infra/deploy/k8s/prometheus-adapter/values.yaml"));
  const [rule] = rules.custom;
  expect(rule.name.as).toBe(metric.name);
  expect(rule.seriesQuery).toMatch(new RegExp(`^${metric.name}{`));
});

test("the secrets are new each time, fit together, and are no placeholders", () => {
  const again = readObjects(
    execFileSync("sh", [`${checkout}infra/deploy/k8s/make-secrets.sh`], { encoding: "utf8" }),
  );
  const values = (made: KubernetesObject[]) =>
    made.flatMap(({ stringData }) => Object.values(stringData ?? {}));
  for (const value of values(secrets)) {
    expect(values(again)).not.toContain(value);
    expect(value.length).toBeGreaterThanOrEqual(32);
    expect(value).not.toMatch(/change|example/i);
  }
  const { stringData: owner = {} } = named(secrets, "Secret", "tureen-owner");
  const { stringData: app = {} } = named(secrets, "Secret", "tureen-app");
  expect(new URL(owner.DATABASE_URL ?? "").password).toBe(owner.POSTGRES_PASSWORD);
  expect(new URL(app.REDIS_URL ?? "").password).toBe(app.REDIS_PASSWORD);
  expect(new URL(app.APP_DATABASE_URL ?? "").password).not.toBe(owner.POSTGRES_PASSWORD);
  for (const object of overlays.production)
    expect(JSON.stringify(object)).not.toContain("postgresql://");
});

test("an upgrade migrates first and waits for each deployment, the way back leaves the schema alone", () => {
  const run = (...args: string[]) =>
    execFileSync("sh", [`${checkout}infra/deploy/k8s/upgrade.sh`, ...args], {
      encoding: "utf8",
      // Prints what would be done.
      env: { PATH: process.env.PATH, KUBECTL: "echo kubectl" },
    })
      .replaceAll(/\S*(overlays\/\w+)/g, "$1")
      .trimEnd()
      .split("\n");
  const statuses = ["server", "worker", "web"].map(
    (name) => `kubectl -n tureen rollout status deployment/${name} --timeout=15m`,
  );
  expect(run()).toEqual([
    "kubectl -n tureen delete job migrate --ignore-not-found",
    "kubectl apply -k overlays/production --selector=app.kubernetes.io/name=migrate",
    "kubectl -n tureen wait --for=condition=complete job/migrate --timeout=30m",
    "kubectl apply -k overlays/production",
    ...statuses,
  ]);
  expect(run("--back").filter((line) => !line.includes(" undo "))).toEqual(statuses);
  expect(run("dev").every((line) => /tureen-dev|overlays\/dev/.test(line))).toBe(true);
  named(overlays.production, "Job", "migrate");
  for (const name of ["server", "worker", "web"]) named(overlays.production, "Deployment", name);
});

test("a vault may hold the same secrets, and each of them can be had alone to be sealed", async () => {
  const external = readObjects(
    await sourceOf("infra/deploy/k8s/components/external-secrets/external-secrets.yaml"),
  );
  expect(external.map(({ metadata, spec }) => [metadata.name, spec.target.name])).toEqual(
    secrets.map(({ metadata }) => [metadata.name, metadata.name]),
  );
  for (const { metadata, spec } of external) {
    const keys = spec.data.map(({ secretKey, remoteRef }: Form) => {
      expect(remoteRef.property).toBe(secretKey);
      return secretKey;
    });
    const { stringData = {} } = named(secrets, "Secret", metadata.name);
    expect(keys).toEqual(Object.keys(stringData));
    const script = `${checkout}infra/deploy/k8s/make-secrets.sh`;
    const one = metadata.name.replace("tureen-", "");
    const alone = readObjects(execFileSync("sh", [script, one], { encoding: "utf8" }));
    expect(alone.map(({ metadata, stringData = {} }) => [metadata.name, Object.keys(stringData)]))
      // The same keys, whatever was sealed on its own.
      .toEqual([[metadata.name, keys]]);
  }
});

test.each([
  ["a field that is missing", { spec: { template: { metadata: {}, spec: { containers: [] } } } }],
  ["a field of the wrong form", { spec: { replicas: "two", selector: {}, template: {} } }],
  ["a field that the kind does not have", { spec: { selector: {}, template: {}, replica: 2 } }],
  ["a kind that does not exist", { apiVersion: "apps/v2" }],
])("the check finds %s", async (_, wrong) => {
  const object = { apiVersion: "apps/v1", kind: "Deployment", metadata: { name: "x" }, ...wrong };
  expect(await schemaProblems(object as KubernetesObject)).toHaveLength(1);
});
