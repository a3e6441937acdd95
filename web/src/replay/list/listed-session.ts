import type { Answer } from "@tureen/shared/endpoints";

export type ListedSession = Answer<"listReplays">["sessions"][number];
