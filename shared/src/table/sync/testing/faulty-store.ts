import type { CopyStore, OpenCopy, StoredCopy } from "../copy-store.ts";
import type { SaveMark } from "../replica.ts";

/** How a place for copies behaves: well, or never answering, throwing at once, rejecting, or full. */
export type StoreMood = "well" | "hanging" | "throwing" | "failing" | "full";

/** A place for one document's copy that misbehaves on command; several phones, as tabs, may share it. */
export class FaultyStore implements CopyStore {
  mood: StoreMood = "well";
  #updates: Uint8Array[] = [];
  #serverHas: SaveMark = new Map();
  readonly #open = new Set<() => void>();
  /** Who waits for a write that will never be answered. */
  readonly #hung = new Set<() => void>();

  /** What is safe in it. */
  get stored(): StoredCopy {
    return { updates: this.#updates, serverHas: this.#serverHas };
  }

  /** Whether somebody cannot know yet that what they wrote is not safe. */
  get isHung(): boolean {
    return this.#hung.size > 0;
  }

  /** The browser takes it away from whoever has it open. */
  takeAway(): void {
    const open = [...this.#open];
    this.#open.clear();
    for (const lost of open) lost();
  }

  /** The user, or the browser, clears it while it is in use. */
  clear(): void {
    this.#updates = [];
    this.#serverHas = new Map();
    this.takeAway();
  }

  async open(lost: () => void): Promise<OpenCopy> {
    await this.#behave("reading");
    this.#open.add(lost);
    const mayWrite = () => {
      mustBeOpen();
      if (this.mood === "hanging") this.#hung.add(lost);
      return this.#behave("writing");
    };
    const mustBeOpen = () => {
      if (!this.#open.has(lost)) throw new Error("the connection is closed");
    };
    return {
      read: async () => {
        mustBeOpen();
        await this.#behave("reading");
        return this.stored;
      },
      append: async (updates, serverHas) => {
        await mayWrite();
        mustBeOpen();
        this.#updates = [...this.#updates, ...updates];
        this.#serverHas = new Map(serverHas);
      },
      rewrite: async (merge) => {
        await mayWrite();
        mustBeOpen();
        const { state, serverHas } = merge(this.stored);
        this.#updates = [state];
        this.#serverHas = new Map(serverHas);
      },
      close: () => {
        this.#open.delete(lost);
        this.#hung.delete(lost);
      },
    };
  }

  async remove(): Promise<void> {
    await this.#behave("writing");
    this.#updates = [];
    this.#serverHas = new Map();
  }

  #behave(what: "reading" | "writing"): Promise<void> {
    switch (this.mood) {
      case "well":
        return Promise.resolve();
      case "hanging":
        return new Promise(() => {});
      case "throwing":
        throw new Error("the operation is insecure");
      case "failing":
        return Promise.reject(new Error("an unknown error"));
      case "full":
        return what === "reading" ? Promise.resolve() : Promise.reject(new Error("quota exceeded"));
    }
  }
}
