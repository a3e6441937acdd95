/** Tables on nodes: who holds what, by the very functions that the web server places with. */
import {
  BOUNDS,
  givesAway,
  leavingOrder,
  type NodeLoad,
  placeTable,
  takesUpTo,
} from "@tureen/collab-server/web-server/placement";

export interface Table {
  readonly id: number;
  readonly restaurant: number;
  readonly phones: number;
  node: SimulatedNode;
}

/** Whether tables are placed by their restaurant, or each session by a hash of its own. */
export type Arm = "by session" | "placed";

export class SimulatedNode implements NodeLoad {
  readonly address: string;
  phones = 0;
  /** Its tables, by restaurant. */
  readonly tables = new Map<number, Set<Table>>();

  constructor(number: number) {
    this.address = `10.0.${number >> 8}.${number & 255}:5000`;
  }
}

export class Cluster {
  readonly arm: Arm;
  readonly nodes: SimulatedNode[] = [];
  readonly #giving = new Set<SimulatedNode>();
  #made = 0;

  constructor(arm: Arm, nodes: number) {
    this.arm = arm;
    for (let i = 0; i < nodes; i += 1) this.join();
  }

  join(node = new SimulatedNode(this.#made++)): SimulatedNode {
    this.nodes.push(node);
    return node;
  }

  /** Takes a node out; returns its tables, which are nowhere then. */
  remove(node: SimulatedNode): Table[] {
    this.nodes.splice(this.nodes.indexOf(node), 1);
    this.#giving.delete(node);
    const tables = [...node.tables.values()].flatMap((all) => [...all]);
    for (const table of tables) this.leave(table);
    return tables;
  }

  /** Where a new table goes, or one that comes back. */
  choose(restaurant: number, id: number): SimulatedNode {
    const address =
      this.arm === "placed"
        ? placeTable(this.nodes, keyOf(restaurant))
        : placeTable(this.nodes, `session ${id}`, UNBOUNDED);
    return this.nodes.find((node) => node.address === address) as SimulatedNode;
  }

  enter(table: Table, node: SimulatedNode): void {
    table.node = node;
    node.phones += table.phones;
    const all = node.tables.get(table.restaurant) ?? new Set();
    node.tables.set(table.restaurant, all.add(table));
  }

  leave(table: Table): void {
    const { node, restaurant, phones } = table;
    node.phones -= phones;
    const all = node.tables.get(restaurant);
    all?.delete(table);
    if (all?.size === 0) node.tables.delete(restaurant);
  }

  /** Sends up to so many tables away from each node that has far more than its part; how many went. */
  evenOut(most: number): number {
    if (this.arm !== "placed") return 0;
    let moved = 0;
    for (const node of this.nodes) {
      for (let i = 0; i < most && this.#gives(node); i += 1) {
        const keys = [...node.tables.keys()].map(keyOf);
        const [first = ""] = leavingOrder(this.nodes, node.address, keys);
        const [table] = node.tables.get(Number(first.split(" ")[1])) ?? [];
        if (!table || node.phones - table.phones < takesUpTo(this.nodes)) break;
        this.leave(table);
        this.enter(table, this.choose(table.restaurant, table.id));
        moved += 1;
      }
    }
    return moved;
  }

  #gives(node: SimulatedNode): boolean {
    const gives = givesAway(this.nodes, node, this.#giving.has(node));
    if (gives) this.#giving.add(node);
    else this.#giving.delete(node);
    return gives;
  }

  /** Pairs of a node and a restaurant that it has tables of. */
  get pairs(): number {
    return this.nodes.reduce((sum, { tables }) => sum + tables.size, 0);
  }

  get phones(): number {
    return this.nodes.reduce((sum, { phones }) => sum + phones, 0);
  }

  /** So many phones at which a node takes no more tables, where that is bounded. */
  get bound(): number {
    return this.arm === "placed" ? takesUpTo(this.nodes) : Number.POSITIVE_INFINITY;
  }

  get busiest(): SimulatedNode {
    return this.nodes.reduce((most, node) => (node.phones > most.phones ? node : most));
  }
}

const UNBOUNDED = { ...BOUNDS, takes: Number.POSITIVE_INFINITY };
const keyOf = (restaurant: number) => `restaurant ${restaurant}`;
