import { readText } from "../../platform/storage.ts";

/** Where dishes are kept that are offered again at a table (lost-minutes.ts). */
export const offerKey = (code: string) => `tureen.unsent.${code}`;

/** Whether there may be any; small, since every table asks. */
export const hasOffer = (code: string) => readText(offerKey(code)) !== null;
