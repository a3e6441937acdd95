import { requiredUrl } from "@tureen/persistence/testing/test-database";
import { expect, test } from "vitest";
import { stockMessagesPerEdit } from "./stock-fan-out.ts";

/** Ours is one, on any number of nodes: collab-server/src/table/live/many-nodes.test.ts. */
test.each([
  [1, 1],
  [2, 4],
  [3, 7],
  [4, 10],
])(
  "the stock extension needs 1 + 3 (N - 1) messages for an edit: on %i nodes, %i",
  async (nodes, expected) => {
    const redisUrl = requiredUrl("TEST_REDIS_URL");
    expect(await stockMessagesPerEdit(redisUrl, nodes, 4)).toBe(expected);
  },
);
