// Plain JavaScript: the test bootstrap runs it on the machine's own Node.
import { spawnSync } from "node:child_process";
import { accessSync, constants, existsSync, readdirSync } from "node:fs";
import { delimiter, join } from "node:path";
import {
  installKubectl,
  kubectlFolder,
  OLDEST_KUBECTL,
  rendersOverlays,
} from "../../deploy/k8s/kubectl/kubectl.mjs";

const INSTALL_TIMEOUT_MS = 600_000;

const DEBIAN_POSTGRES = "/usr/lib/postgresql";

/** Debian keeps each version's programs outside PATH; the newest first. */
function debianPostgres() {
  if (!existsSync(DEBIAN_POSTGRES)) return [];
  const versions = readdirSync(DEBIAN_POSTGRES).sort((a, b) => Number(b) - Number(a));
  return versions.map((version) => join(DEBIAN_POSTGRES, version, "bin"));
}

/**
 * Programs that `npm ci` does not bring, for tests, several nodes and benchmarks: names in PATH, or in
 * other folders; which of those will do, if not each; how else than from Debian to get it; Debian's package.
 */
export const programs = {
  // Without a window there is nothing to see of the browser's own pages, which cost as much as the app's.
  chromium: {
    names: ["chromium-headless-shell", "chromium", "chromium-browser", "google-chrome"],
    debian: "chromium-headless-shell",
  },
  // For the proof that the app runs in other engines; Firefox, and WebKitGTK on a display that nobody sees.
  firefox: { names: ["firefox-esr", "firefox"], debian: "firefox-esr" },
  webkit: { names: ["WebKitWebDriver"], debian: "webkit2gtk-driver" },
  xvfb: { names: ["Xvfb"], debian: "xvfb" },
  redis: { names: ["redis-server"], debian: "redis-server" },
  // Only root's PATH leads there.
  pgbouncer: { names: ["pgbouncer"], folders: () => ["/usr/sbin"], debian: "pgbouncer" },
  // Only root's PATH leads there.
  nginx: { names: ["nginx"], folders: () => ["/usr/sbin"], debian: "nginx-light" },
  // Beside initdb lie postgres, pg_dump, pg_restore and psql of the same version.
  postgres: { names: ["initdb"], folders: debianPostgres, debian: "postgresql" },
  pgbench: { names: ["pgbench"], debian: "postgresql-contrib" },
  // Debian 12's is too old.
  kubectl: {
    names: ["kubectl"],
    folders: () => [kubectlFolder],
    accepts: rendersOverlays,
    version: `${OLDEST_KUBECTL} or newer`,
    install: installKubectl,
    debian: "kubernetes-client",
  },
};

/** The path of a program, or undefined. `override` (CHROMIUM_PATH) wins when it can be run. */
export function findProgram(key, override = undefined) {
  const { names, folders = () => [], accepts = () => true } = programs[key];
  const places = [...(process.env.PATH ?? "").split(delimiter), ...folders()];
  const candidates = names.flatMap((name) => places.map((folder) => join(folder, name)));
  if (override) candidates.unshift(override);
  return candidates.find((path) => {
    try {
      accessSync(path, constants.X_OK);
      return accepts(path);
    } catch {
      return false;
    }
  });
}

/**
 * Installs what is missing where that is possible (most of it for root on Debian). Returns a sentence for each
 * program that is still missing, which says how to get it.
 */
export function installPrograms(keys) {
  const missing = () =>
    keys.filter(
      (key) => !findProgram(key, key === "chromium" ? process.env.CHROMIUM_PATH : undefined),
    );
  for (const key of missing()) {
    if (!programs[key].install) continue;
    console.log(`Installing ${programs[key].names[0]} …`);
    programs[key].install();
  }
  if (missing().length === 0) return [];
  const packages = missing().map((key) => programs[key].debian);
  if (process.getuid?.() === 0 && spawnSync("apt-get", ["--version"]).status === 0) {
    console.log(`Installing ${packages.join(" and ")} with apt-get …`);
    apt(["update", "-qq"]);
    apt(["install", "-y", "-qq", "--no-install-recommends", ...packages]);
  }
  return missing().map(howToGet);
}

/** A sentence that says how to get a program. */
export function howToGet(key) {
  const { names, version, debian } = programs[key];
  const what = [names.join(" or "), version].filter(Boolean).join(" ");
  return `${what} must be in PATH. On Debian: apt-get install ${debian}${version ? ", if that is as new" : ""}`;
}

function apt(args) {
  spawnSync("apt-get", args, {
    stdio: ["ignore", "ignore", "inherit"],
    env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
    timeout: INSTALL_TIMEOUT_MS,
  });
}
