import type { CountWords } from "@tureen/shared/table/choice-groups";
import { uiMessages } from "./messages/messages.ts";

/** "no onion", "2 × shot": a choice that was taken away, or made several times, in the reader's language. */
export const countWords: CountWords = (count, name) =>
  count === 0 ? uiMessages.t("without", { name }) : `${count} × ${name}`;
