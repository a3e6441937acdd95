/** A busy night, as it is taken to be, and what is lost in it. Times in seconds from the first guest. */
export interface Evening {
  readonly seed: number;
  readonly restaurants: number;
  readonly tablesPerRestaurant: number;
  readonly phonesPerTable: number;
  readonly nodes: number;
  readonly shards: number;
  readonly webServers: number;
  /** All tables are taken within this time, */
  readonly fillS: number;
  /** and kept for this long, half of it more or less, by one party after the other. */
  readonly stayS: number;
  readonly editsPerPhone: number;
  readonly confirmsPerTable: number;
  /** In the busiest minute everybody does this many times as much. */
  readonly peakFactor: number;
  readonly peakAtS: number;
  /** Pages of staff that follow each kitchen. */
  readonly screensPerRestaurant: number;
  /** A node dies, and is back after a minute. */
  readonly nodeLostAtS: number;
  readonly nodeJoinsAtS: number;
  readonly nodeDrainsAtS: number;
  readonly redisLostAtS: number;
  readonly redisLostForS: number;
  readonly shardLostAtS: number;
  readonly shardLostForS: number;
  readonly endS: number;
}

const MINUTE = 60;

export const BUSY_NIGHT: Evening = {
  seed: 1,
  restaurants: 1_000,
  tablesPerRestaurant: 250,
  phonesPerTable: 4,
  nodes: 120,
  shards: 4,
  webServers: 30,
  fillS: 45 * MINUTE,
  stayS: 90 * MINUTE,
  editsPerPhone: 40,
  confirmsPerTable: 3,
  peakFactor: 4,
  peakAtS: 60 * MINUTE,
  screensPerRestaurant: 2,
  nodeLostAtS: 70 * MINUTE,
  nodeJoinsAtS: 80 * MINUTE,
  nodeDrainsAtS: 90 * MINUTE,
  redisLostAtS: 100 * MINUTE,
  redisLostForS: 30,
  shardLostAtS: 105 * MINUTE,
  shardLostForS: MINUTE,
  endS: 110 * MINUTE,
};
