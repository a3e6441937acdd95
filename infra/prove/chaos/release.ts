/**
 * A release in the middle of the run: the next one's nodes take the places of today's one after the
 * other, then its worker, then its web app. Its protocol is newer and its document model has grown, so
 * for a while phones and processes of both meet.
 */
import { join } from "node:path";
import { makeNextRelease } from "../upgrades/next-release.ts";
import { renameAssets } from "./app/next-build.ts";
import { CHECKOUT } from "./app/web.ts";
import type { RunCounts } from "./counts.ts";
import type { Recorder } from "./history.ts";
import { ENTRIES, type System } from "./system.ts";

/** In the order in which they are rolled out. */
const ORDER = ["node-1", "node-2", "worker"] as const;

export interface Release {
  /** Where its processes run from. */
  readonly folder: string;
  /** Its web app. */
  readonly appFolder: string;
  remove(): Promise<void>;
}

export async function prepareRelease({ appFolder }: System): Promise<Release> {
  const next = await makeNextRelease(CHECKOUT);
  try {
    const app = await renameAssets(appFolder);
    return {
      folder: next.folder,
      appFolder: app.folder,
      remove: async () => void (await Promise.all([next.remove(), app.remove()])),
    };
  } catch (error) {
    await next.remove();
    throw error;
  }
}

/** Once begun it is carried through, whatever else befalls the system meanwhile. */
export async function rollOut(
  release: Release,
  { system, recorder, runCounts }: { system: System; recorder: Recorder; runCounts: RunCounts },
): Promise<void> {
  for (const name of ORDER) {
    recorder.record({ kind: "fault", fault: "release", details: name });
    await system.targets[name].replace(join(release.folder, ENTRIES[name]));
  }
  recorder.record({ kind: "fault", fault: "release", details: "web app" });
  await system.web.replace(release.appFolder);
  runCounts.releases += 1;
}
