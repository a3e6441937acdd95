import { expect, test } from "vitest";
import { findNodes } from "./find-nodes.ts";

const four = (address: string) => ({ address, family: 4 });
const six = (address: string) => ({ address, family: 6 });

test("a name stands for every server behind it, and each server counts once", async () => {
  const find = findNodes(["server:5000", "10.0.0.9:5001"], async () => [
    ...[four("10.0.0.2"), six("fd00::2"), four("10.0.0.1")],
  ]);
  expect(await find()).toEqual(["10.0.0.1:5000", "10.0.0.2:5000", "10.0.0.9:5001"]);
});

test("servers without an address of IPv4 have those of IPv6", async () => {
  expect(await findNodes(["server:5000"], async () => [six("fd00::2")])()).toEqual([
    "[fd00::2]:5000",
  ]);
});

test("what cannot be asked now stays as it was", async () => {
  let isAway = true;
  const find = findNodes(["server:5000"], async () => {
    if (isAway) throw new Error("EAI_AGAIN");
    return [four("10.0.0.1")];
  });
  // Never found yet: whoever connects finds out.
  expect(await find()).toEqual(["server:5000"]);
  isAway = false;
  expect(await find()).toEqual(["10.0.0.1:5000"]);
  isAway = true;
  expect(await find()).toEqual(["10.0.0.1:5000"]);
});

test("asks the system by itself", async () => {
  expect(await findNodes(["localhost:5000"])()).toEqual(["127.0.0.1:5000"]);
});
