import { OutgoingMessage } from "@hocuspocus/server";
import { describe, expect, it } from "vitest";
import { Awareness, encodeAwarenessUpdate } from "y-protocols/awareness";
import * as Y from "yjs";
import { decodeMessage, encodeMessage } from "./extension-message.ts";

const doc = new Y.Doc();
doc.getMap("lines").set("a", 1);
const awareness = new Awareness(doc);
const update = Y.encodeStateAsUpdate(doc);
const frame = () => new OutgoingMessage("table");
const read = (message: OutgoingMessage) =>
  decodeMessage(encodeMessage("somebody", message.toUint8Array()));

describe("a message of Hocuspocus' Redis extension", () => {
  it("says who sent it about which document", () => {
    expect(read(frame().writeQueryAwareness())).toMatchObject({
      ...{ sender: "somebody", document: "table", kind: "who" },
    });
  });

  it("carries an update", () => {
    const message = read(frame().createSyncMessage().writeUpdate(update));
    expect(message?.kind).toBe("update");
    expect(Buffer.from(message?.body ?? [])).toEqual(Buffer.from(update));
  });

  it("carries presence", () => {
    const message = read(frame().createAwarenessUpdateMessage(awareness, [doc.clientID]));
    expect(message?.kind).toBe("presence");
    const expected = encodeAwarenessUpdate(awareness, [doc.clientID]);
    expect(Buffer.from(message?.body ?? [])).toEqual(Buffer.from(expected));
  });

  it("carries a notice", () => {
    const message = read(frame().writeBroadcastStateless("héllo"));
    expect(message?.kind).toBe("notice");
    expect(Buffer.from(message?.body ?? []).toString()).toBe("héllo");
  });

  it("is of no kind that concerns us", () => {
    expect(read(frame().writeCloseMessage("gone"))?.kind).toBe("other");
  });

  it("is none when it is cut short", () => {
    const whole = encodeMessage("somebody", frame().writeQueryAwareness().toUint8Array());
    for (let length = 0; length < whole.byteLength; length += 1) {
      expect(decodeMessage(whole.subarray(0, length))).toBeNull();
    }
  });
});
