import { hash } from "node:crypto";

/**
 * Which node of collab-server a request goes to. Every node can serve everything; that one table's
 * phones meet on one node only saves messages between nodes.
 */
export class ServerNodes {
  readonly addresses: readonly string[];
  readonly #down = new Set<string>();
  readonly #leave = new Set<(address: string) => void>();
  #turn = 0;

  /** `addresses` such as `127.0.0.1:5000`, at least one. */
  constructor(addresses: readonly string[]) {
    this.addresses = addresses;
  }

  /** The nodes that are up; all of them when none is, since one of them may just have come up. */
  get #choice(): readonly string[] {
    if (this.#down.size === 0) return this.addresses;
    const up = this.addresses.filter((address) => !this.#down.has(address));
    return up.length > 0 ? up : this.addresses;
  }

  /**
   * The session's node: the one with the highest hash of node and session, so that sessions of a
   * node that leaves spread over the others and no other session moves.
   */
  ofSession(sessionId: string): string {
    let best = { address: "", score: "" };
    for (const address of this.#choice) {
      const score = hash("sha1", `${address} ${sessionId}`);
      if (score > best.score) best = { address, score };
    }
    return best.address;
  }

  /** The next node in turn. */
  next(): string {
    const choice = this.#choice;
    this.#turn = (this.#turn + 1) % choice.length;
    return choice[this.#turn] as string;
  }

  isUp(address: string): boolean {
    return !this.#down.has(address);
  }

  /** Gives a node nothing new; `cutOff` also ends what it is doing, for one that no longer answers. */
  down(address: string, { cutOff = true } = {}): void {
    this.#down.add(address);
    if (cutOff) for (const leave of this.#leave) leave(address);
  }

  /** Puts a node back. */
  up(address: string): void {
    this.#down.delete(address);
  }

  /** Calls `leave` whenever a node is cut off. */
  onCutOff(leave: (address: string) => void): void {
    this.#leave.add(leave);
  }
}
