import { forceCloseDatabase, IDBFactory } from "fake-indexeddb";
import { expect, test } from "vitest";
import * as Y from "yjs";
import { copyName, type IndexedDb, indexedDbStore } from "./indexeddb-store.ts";
import { KeptCopy } from "./kept-copy.ts";
import { SessionReplica } from "./session-replica.ts";
import { TestTimers } from "./testing/test-timers.ts";

const SESSION = "0190a5d2-0000-7000-8000-000000000001";

function updateOf(key: string): Uint8Array {
  const doc = new Y.Doc();
  doc.getMap("lines").set(key, 1);
  return Y.encodeStateAsUpdate(doc);
}

/** The types of IndexedDB are those of a browser, which this module must not know. */
type Factory = InstanceType<typeof IDBFactory>;
type Database = Parameters<typeof forceCloseDatabase>[0];

interface Settling {
  onsuccess: (() => void) | null | unknown;
  onerror: (() => void) | null | unknown;
}

/** Resolves when one of IndexedDB's requests has succeeded. */
const done = (request: Settling): Promise<void> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve();
    request.onerror = () => reject(new Error("failed"));
  });

const storeOn = (factory: Factory) => indexedDbStore(SESSION, () => factory as IndexedDb);
const nothing = () => {};

test("what was appended is read in its order, with how far the server has it", async () => {
  const factory = new IDBFactory();
  const copy = await storeOn(factory).open(nothing);
  await copy.append([updateOf("a"), updateOf("b")], new Map([[7, 1]]));
  await copy.append([updateOf("c")], new Map([[7, 3]]));
  copy.close();
  const again = await storeOn(factory).open(nothing);
  const { updates, serverHas } = await again.read();
  const keys = updates.map((update) => {
    const doc = new Y.Doc();
    Y.applyUpdate(doc, update);
    return [...doc.getMap("lines").keys()][0];
  });
  expect(keys).toEqual(["a", "b", "c"]);
  expect(serverHas).toEqual(new Map([[7, 3]]));
});

test("a rewrite puts one update in the place of all, in one transaction", async () => {
  const copy = await storeOn(new IDBFactory()).open(nothing);
  await copy.append([updateOf("a"), updateOf("b")], new Map());
  await copy.rewrite(({ updates }) => ({
    state: Y.mergeUpdates([...updates]),
    serverHas: new Map([[1, 2]]),
  }));
  const { updates, serverHas } = await copy.read();
  expect(updates).toHaveLength(1);
  expect(serverHas).toEqual(new Map([[1, 2]]));
});

test("the copy of a release that used y-indexeddb is read, whatever else stands in it", async () => {
  const factory = new IDBFactory();
  const opening = (factory as IndexedDb).open(copyName(SESSION));
  opening.onupgradeneeded = () => {
    opening.result.createObjectStore("updates", { autoIncrement: true });
    opening.result.createObjectStore("custom");
  };
  await done(opening);
  const writing = opening.result.transaction(["updates", "custom"], "readwrite");
  writing.objectStore("updates").add(updateOf("a"));
  writing.objectStore("updates").add("nonsense");
  writing.objectStore("custom").put("nonsense", "server-has");
  await new Promise<void>((resolve) => {
    writing.oncomplete = () => resolve();
  });
  opening.result.close();
  const { updates, serverHas } = await (await storeOn(factory).open(nothing)).read();
  expect(updates).toHaveLength(1);
  // Nothing is known to be saved.
  expect(serverHas).toEqual(new Map());
});

test("whoever wants it gone is not kept waiting, and its user is told", async () => {
  const factory = new IDBFactory();
  let lost = 0;
  const copy = await storeOn(factory).open(() => {
    lost += 1;
  });
  await done(factory.deleteDatabase(copyName(SESSION)));
  expect(lost).toBe(1);
  await expect(copy.append([updateOf("a")], new Map())).rejects.toThrow();

  const open: Database[] = [];
  const spying = {
    open: (name: string) => {
      const request = factory.open(name);
      request.addEventListener("success", () => open.push(request.result as Database));
      return request;
    },
  } as unknown as Factory;
  await storeOn(spying).open(() => {
    lost += 1;
  });
  forceCloseDatabase(open[0] as Database);
  await expect.poll(() => lost).toBe(2);
});

test("a browser in which the mere look at IndexedDB throws keeps nothing, and the page goes on", async () => {
  const blocked = indexedDbStore(SESSION, () => {
    throw new DOMException("The operation is insecure.", "SecurityError");
  });
  await expect(blocked.open(nothing)).rejects.toThrow("insecure");
  const replica = new SessionReplica("d1", 1);
  const told: boolean[] = [];
  const copy = new KeptCopy({
    ...{ document: replica, store: blocked, timers: new TestTimers() },
    told: (isKept) => told.push(isKept),
  });
  await copy.open();
  copy.add(updateOf("a"));
  expect(told).toEqual([false]);
  copy.close();
});
