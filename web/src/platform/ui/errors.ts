import type { ClientErrorCode } from "@tureen/shared/platform/http/verdicts";
import type { Params } from "@tureen/shared/platform/i18n/format";
import { messages as en } from "./messages/en.ts";
import { uiMessages } from "./messages/messages.ts";

export type { ClientErrorCode };

type UiKey = keyof typeof en;

/** Codes that mean the same to the person who reads them as another one. */
const SHARED_SENTENCES: Partial<Record<ClientErrorCode, UiKey>> = {
  "request-too-slow": "error.timeout",
  "host-unknown": "error.not-allowed",
  "origin-refused": "error.not-allowed",
  "token-missing": "error.signed-out",
  "token-invalid": "error.signed-out",
  "token-expired": "error.signed-out",
  "update-malformed": "error.edit-refused",
  "update-too-large": "error.edit-refused",
  "update-incomplete": "error.edit-refused",
  "foreign-client": "error.edit-refused",
  "foreign-key": "error.edit-refused",
  "foreign-delete": "error.edit-refused",
  "root-unknown": "error.edit-refused",
  "content-refused": "error.edit-refused",
  "value-invalid": "error.edit-refused",
  "written-once": "error.edit-refused",
  "line-unknown": "error.edit-refused",
  "item-refused": "error.edit-refused",
  "read-only": "error.not-allowed",
  "log-gone": "error.session-closed",
  "news-forged": "error.not-allowed",
  "order-cancelled": "error.order-moved",
};

/**
 * The key of the sentence for an error code. Without one of its own it says that this did not work: staff
 * are told more exactly by the pages that meet it (floor/bill/refusal.ts, staff/team/team.ts,
 * menu/photo/photo-errors.ts).
 */
export function errorKey(code: ClientErrorCode): UiKey {
  const own = `error.${code}`;
  return SHARED_SENTENCES[code] ?? (Object.hasOwn(en, own) ? (own as UiKey) : "error.request");
}

/** What to tell a person about an error code, in the current language. */
export function errorSentence(code: ClientErrorCode, params?: Params): string {
  return uiMessages.t(errorKey(code), params);
}
