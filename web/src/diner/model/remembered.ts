import { readSession, type SessionView } from "@tureen/shared/document/session-document";
import { IndexeddbPersistence } from "y-indexeddb";
import { Doc } from "yjs";
import { storeName } from "./live.ts";

const STORE_TIMEOUT_MS = 1_500;

/** The session document as this phone last saw it; empty when it remembers nothing. */
export async function readRemembered(sessionId: string): Promise<SessionView> {
  const doc = new Doc();
  if (typeof indexedDB === "undefined") return readSession(doc);
  const store = new IndexeddbPersistence(storeName(sessionId), doc);
  await Promise.race([
    store.whenSynced,
    new Promise((resolve) => setTimeout(resolve, STORE_TIMEOUT_MS)),
  ]);
  const view = readSession(doc);
  await store.destroy();
  doc.destroy();
  return view;
}
