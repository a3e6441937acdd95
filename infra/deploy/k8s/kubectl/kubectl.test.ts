import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { fromZip, rendersOverlays } from "./kubectl.mjs";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "tureen-kubectl-"));
});
afterAll(() => rm(folder, { recursive: true }));

/** A program that answers as kubectl of that version would. */
async function kubectl(answer: string): Promise<string> {
  const path = join(folder, "kubectl");
  await writeFile(path, `#!/bin/sh\ncat <<'END'\n${answer}\nEND\n`);
  await chmod(path, 0o755);
  return path;
}

describe("Which kubectl will do", () => {
  test.each([
    ["v1.20.2", false],
    ["v1.26.15", false],
    ["v1.27.0", true],
    ["v1.32.4-dispatcher", true],
    ["v1.35.2", true],
    ["v2.0.0", true],
  ])("%s: %s", async (version, accepted) => {
    const path = await kubectl(`{ "clientVersion": { "gitVersion": "${version}" } }`);
    expect(rendersOverlays(path)).toBe(accepted);
  });

  test("one that says nothing, or cannot be started, will not", async () => {
    expect(rendersOverlays(await kubectl("error: unknown flag"))).toBe(false);
    expect(rendersOverlays(join(folder, "missing"))).toBe(false);
  });
});

describe("A file of a zip archive", () => {
  // Two files, "stored" as it is and "kubectl/kubectl" deflated, as `zip` wrote them.
  const zip = Buffer.from(
    "UEsDBBQAAAAAAAAAIQCBqilgCQAAAAkAAAAGAAAAc3RvcmVkYXMgaXQgaXMKUEsDBBQAAAAIAAAAIQDgaFaRDgAA" +
      "AEABAAAPAAAAa3ViZWN0bC9rdWJlY3RsKyjKTy9KzFUoGKXJogFQSwECFAMUAAAAAAAAACEAgaopYAkAAAAJAAAA" +
      "BgAAAAAAAAAAAAAAgAEAAAAAc3RvcmVkUEsBAhQDFAAAAAgAAAAhAOBoVpEOAAAAQAEAAA8AAAAAAAAAAAAAAIAB" +
      "LQAAAGt1YmVjdGwva3ViZWN0bFBLBQYAAAAAAgACAHEAAABoAAAAAAA=",
    "base64",
  );

  test("is read, packed or not", () => {
    expect(fromZip(zip, "stored").toString()).toBe("as it is\n");
    expect(fromZip(zip, "kubectl/kubectl").toString()).toBe("program ".repeat(40));
  });

  test("is asked for in vain when it is not there, or the archive is none", () => {
    expect(() => fromZip(zip, "helm/helm")).toThrow("There is no helm/helm in the archive.");
    expect(() => fromZip(Buffer.from("<html>"), "kubectl/kubectl")).toThrow("no zip archive");
  });
});
