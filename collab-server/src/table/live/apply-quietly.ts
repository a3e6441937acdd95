import type { Document } from "@hocuspocus/server";
import { applyUpdate } from "yjs";

/**
 * Applies an update to a document without Hocuspocus sending anything to anybody: the caller does.
 * Yjs writes an update down anew only while somebody listens for updates, so nobody does meanwhile.
 */
export function applyQuietly(document: Document, update: Uint8Array, origin: unknown): void {
  const { _observers: observers } = document;
  const listeners = observers.get("update");
  observers.delete("update");
  try {
    applyUpdate(document, update, origin);
  } finally {
    if (listeners) observers.set("update", listeners);
  }
  document.callbacks.onUpdate(document, origin, update);
}
