import {
  findCloudPrinter,
  finishCloudSlip,
  noteCloudPoll,
  takeCloudSlip,
} from "@tureen/persistence/kitchen/printing/cloud-printer";
import type { MenuCache } from "@tureen/persistence/menu/menu-cache";
import type { Database } from "@tureen/persistence/platform/database";
import { sharedNow } from "@tureen/persistence/platform/shared-clock";
import type { PrinterTrouble } from "@tureen/shared/kitchen/printers";
import { TureenError } from "@tureen/shared/platform/errors";
import { z } from "zod";
import type { ApiApp, ApiContext } from "../../platform/http/env.ts";

/** What a printer that asks us is told to ask. */
const CLOUDPRNT_PATH = "/api/cloudprnt/:token";

/** The same for one printer. */
export function cloudPrntPath(token: string): string {
  return CLOUDPRNT_PATH.replace(":token", token);
}

const MEDIA_TYPE = "image/png";
const poll = z.object({ statusCode: z.string().max(200).optional() });
const jobId = z.uuid();

/**
 * Adds the address that printers ask by Star's CloudPRNT: POST says how a printer does and learns whether
 * there is something to print, GET fetches it, DELETE says how it went. The token in the address is what a
 * printer proves itself with, and all that it can do is this.
 */
export function addCloudPrnt({
  app,
  deps,
}: {
  readonly app: ApiApp;
  readonly deps: { readonly database: Database; readonly menus: MenuCache };
}): void {
  const { database, menus } = deps;
  const printerOf = async (c: ApiContext) => {
    c.set("route", CLOUDPRNT_PATH);
    const printer = await findCloudPrinter(database, c.req.param("token") ?? "");
    if (!printer) throw new TureenError("not-found");
    return printer;
  };

  app.post(CLOUDPRNT_PATH, async (c) => {
    const printer = await printerOf(c);
    const said = poll.safeParse(await c.req.json().catch(() => undefined));
    if (!said.success) throw new TureenError("body-not-json");
    const trouble = troubleOf(said.data.statusCode ?? "200");
    const jobToken = await noteCloudPoll(database, { printer, trouble, now: sharedNow() });
    if (jobToken === null) return c.json({ jobReady: false });
    return c.json({ jobReady: true, mediaTypes: [MEDIA_TYPE], jobToken, deleteMethod: "DELETE" });
  });

  app.get(CLOUDPRNT_PATH, async (c) => {
    const slip = await takeCloudSlip(database, { printer: await printerOf(c), menus });
    if (!slip) throw new TureenError("not-found");
    c.header("content-type", MEDIA_TYPE);
    c.header("cache-control", "no-store");
    c.header("x-star-cut", "partial; feed=true");
    return c.body(Uint8Array.from(slip));
  });

  app.delete(CLOUDPRNT_PATH, async (c) => {
    const printer = await printerOf(c);
    const now = sharedNow();
    const trouble = troubleOf(c.req.query("code") ?? "");
    if (trouble) await noteCloudPoll(database, { printer, trouble, now });
    else {
      const named = jobId.safeParse(c.req.query("token"));
      await finishCloudSlip(database, { printer, jobId: named.data, menus, now });
    }
    return c.json({ ok: true });
  });
}

/** What a printer's status, such as "420 Cover%20open", says; "OK" and 2xx are none. */
function troubleOf(status: string): PrinterTrouble | null {
  const code = /^\s*(\w+)/.exec(status)?.[1] ?? "";
  if (code === "OK" || /^2\d\d$/.test(code)) return null;
  if (code === "410") return "paper-out";
  return code === "420" ? "cover-open" : "fault";
}
