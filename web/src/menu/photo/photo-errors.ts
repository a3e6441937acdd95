import { type ClientErrorCode, errorSentence } from "../../platform/ui/errors.ts";
import { photoMessages } from "./messages/messages.ts";

/** Refusals that only who uploads photos meets: pages of guests do not carry their sentences. */
const OWN = [
  "photo-type",
  "photo-heic",
  "photo-broken",
  "photo-moving",
  "photo-too-large",
  "photo-too-many-pixels",
  "photos-full",
] as const;

/** What to tell a person whose photo was not taken. */
export function photoErrorText(code: ClientErrorCode): string {
  const own = OWN.find((each) => each === code);
  return own ? photoMessages.t(`error.${own}`) : errorSentence(code);
}

/** Whether the same file may be taken when it is sent again. */
export function mayRetry(code: ClientErrorCode): boolean {
  return !OWN.some((each) => each === code);
}
