import { hash } from "node:crypto";

/**
 * Which node of collab-server a request goes to. Every node can serve everything; that one table's
 * phones meet on one node only saves messages between nodes.
 */
export class ServerNodes {
  readonly ports: readonly number[];
  readonly #down = new Set<number>();
  readonly #leave = new Set<(port: number) => void>();
  #turn = 0;

  /** `ports` of 127.0.0.1, at least one. */
  constructor(ports: readonly number[]) {
    this.ports = ports;
  }

  /** The nodes that are up; all of them when none is, since one of them may just have come up. */
  get #choice(): readonly number[] {
    if (this.#down.size === 0) return this.ports;
    const up = this.ports.filter((port) => !this.#down.has(port));
    return up.length > 0 ? up : this.ports;
  }

  /**
   * The session's node: the one with the highest hash of node and session, so that sessions of a
   * node that leaves spread over the others and no other session moves.
   */
  ofSession(sessionId: string): number {
    let best = { port: 0, score: "" };
    for (const port of this.#choice) {
      const score = hash("sha1", `${port} ${sessionId}`);
      if (score > best.score) best = { port, score };
    }
    return best.port;
  }

  /** The next node in turn. */
  next(): number {
    const choice = this.#choice;
    this.#turn = (this.#turn + 1) % choice.length;
    return choice[this.#turn] as number;
  }

  isUp(port: number): boolean {
    return !this.#down.has(port);
  }

  /** Gives a node nothing new; `cutOff` also ends what it is doing, for one that no longer answers. */
  down(port: number, { cutOff = true } = {}): void {
    this.#down.add(port);
    if (cutOff) for (const leave of this.#leave) leave(port);
  }

  /** Puts a node back. */
  up(port: number): void {
    this.#down.delete(port);
  }

  /** Calls `leave` whenever a node is cut off. */
  onCutOff(leave: (port: number) => void): void {
    this.#leave.add(leave);
  }
}
