import type { Answer } from "@tureen/shared/endpoints";
import { codeOf } from "../../platform/live/api.ts";
import { errorSentence } from "../../platform/ui/errors.ts";
import { toast } from "../../platform/ui/toasts.ts";

export type Account = Answer<"listStaff">["accounts"][number];
export type SignIn = Answer<"listSignIns">["signIns"][number];
export type Activity = Answer<"readActivity">["entries"][number];
export type Credentials = Answer<"addStaff">;

/** A person by name, or by login where there is none. */
export function personName({ name, login }: Pick<Account, "name" | "login">): string {
  return name ?? login;
}

/** Says why something failed, unless the sign-in is over, which has a page of its own. */
export function sayFailure(error: unknown, endedBy: (error: unknown) => boolean): void {
  if (endedBy(error)) return;
  toast(errorSentence(codeOf(error)), { tone: "bad", icon: "alert" });
}
