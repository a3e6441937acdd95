import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { BILL_ENDPOINTS } from "@tureen/shared/bill/endpoints";
import { expect, it } from "vitest";
import { learnBillEndpoints } from "./bill-endpoints.ts";
import { endpointOf } from "./endpoints.ts";

const WEB = fileURLToPath(new URL("../../", import.meta.url));
const guests = Object.entries(BILL_ENDPOINTS)
  .filter(([, { auth }]) => auth === "none" || auth === "diner")
  .map(([name]) => name);

/** Parts of the page that learn what is the bill's: the bill, a receipt, and what is told after a restore. */
const LEARNT = /^(diner\/bill\/|bill\/receipt\/|diner\/model\/lost-minutes\.ts)/;

it("calls what is the bill's only where that has been learnt", () => {
  expect(() => endpointOf("readPayment")).toThrow("has not learnt");
  learnBillEndpoints();
  expect(endpointOf("readPayment").path).toBe(BILL_ENDPOINTS.readPayment.path);
  const files = readdirSync(WEB, { recursive: true, encoding: "utf8" });
  const callers = files
    .filter((file) => /(?<!\.test)\.tsx?$/.test(file))
    .filter((file) => {
      const source = readFileSync(join(WEB, file), "utf8");
      return guests.some((name) => name !== "listReceipts" && source.includes(`call("${name}"`));
    });
  expect(callers.length).toBeGreaterThan(4);
  expect(callers.filter((file) => !LEARNT.test(file))).toEqual([]);
});
