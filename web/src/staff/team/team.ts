import type { Answer } from "@tureen/shared/endpoints";
import { codeOf } from "../../platform/live/api.ts";
import { type ClientErrorCode, errorSentence } from "../../platform/ui/errors.ts";
import { toast } from "../../platform/ui/toasts.ts";
import { teamMessages } from "./messages/messages.ts";

/** Refusals that only who looks after accounts meets: pages of guests do not carry their sentences. */
const OWN = ["account-unknown", "login-taken", "last-manager", "sign-in-unknown"] as const;

export type Account = Answer<"listStaff">["accounts"][number];
export type SignIn = Answer<"listSignIns">["signIns"][number];
export type Activity = Answer<"readActivity">["entries"][number];
export type Credentials = Answer<"addStaff">;

/** A person by name, or by login where there is none. */
export function personName({ name, login }: Pick<Account, "name" | "login">): string {
  return name ?? login;
}

/** Why something about accounts failed. */
export function refusalText(code: ClientErrorCode): string {
  const own = OWN.find((each) => each === code);
  return own ? teamMessages.t(`error.${own}`) : errorSentence(code);
}

/** Says why something failed, unless the sign-in is over, which has a page of its own. */
export function sayFailure(error: unknown, endedBy: (error: unknown) => boolean): void {
  if (endedBy(error)) return;
  toast(refusalText(codeOf(error)), { tone: "bad", icon: "alert" });
}
