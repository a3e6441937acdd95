import type { Body } from "@tureen/shared/endpoints";
import { call, codeOf } from "../../platform/live/api.ts";
import { errorSentence } from "../../platform/ui/errors.ts";
import { toast } from "../../platform/ui/toasts.ts";
import type { TableSession } from "../model/table-session.ts";

/** Closes the reader's own tab for what they saw; whether it could be. Why not is told here. */
export async function closeOwnTab(
  session: TableSession,
  body: Body<"closeOwnTab">,
): Promise<boolean> {
  try {
    await call("closeOwnTab", { body, token: await session.token() });
    return true;
  } catch (error) {
    toast(errorSentence(codeOf(error)), { tone: "bad", icon: "alert" });
    return false;
  }
}
