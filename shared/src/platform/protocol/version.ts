/**
 * The version of what phones and servers say to each other on the live connection (SPEC.md), and of
 * the values that stand in a session's document.
 *
 * It moves with every change of either that the other side can notice: `version.test.ts` hashes the
 * frames, the notices, the reactions and the schemas of all values, and fails while the hash of the
 * newest entry of the history is another one. Adding is compatible: an older phone leaves alone what it does not
 * know, an older server refuses it for now. Whoever takes something away, or changes what it means,
 * moves `OLDEST_CLIENT` too: older phones are then told to reload the app.
 */
export interface ProtocolVersion {
  readonly version: number;
  /** What is new in it. */
  readonly what: string;
  /** SHA-256 over everything that the version covers; the first was not measured. */
  readonly hash: string | null;
}

/** Every version there has been, the oldest first. */
export const PROTOCOL_HISTORY: readonly ProtocolVersion[] = [
  { version: 1, what: "The protocol without a version.", hash: null },
  {
    version: 2,
    what:
      "Clients say their version, servers greet with theirs and their clock. " +
      "What a client too new sends is refused for now; a client too old is told to reload.",
    hash: "63c86c42b1a404ac890b39d34ea3c7a36c4376fce67ecc34132ca9a5ec46321f",
  },
  {
    version: 3,
    what:
      "The bill: diners claim what they pay and wish to pay it, the server shows payments and " +
      "what staff did to the bill, orders say what they are for tax, sessions how bills are made.",
    hash: "b5af2f703a0c3fd31bfa57381f8dc35355927745b1234a9e64bf3a04b69f070d",
  },
  {
    version: 4,
    what: "Paying round by round: terms say whether, and a confirm may be rejected as round-unpaid.",
    hash: "3d4a2c2b266b4a78fb29e03a9293e8144d777f1fa274f15aab13b874c473a4bd",
  },
  {
    version: 5,
    what: "The host pays for the others up to a limit: the root of treats, and terms that offer it.",
    hash: "ef6a262281bd352b36db1caf475497130e8075134f10cdc82c4db0c9a6404437",
  },
  {
    version: 6,
    what:
      "Tabs: a wish to pay may put a card down, payments say what is held on it, sessions whether " +
      "there are tabs and how much is held.",
    hash: "45c389556de3c695374b2ab33f241ada8bcbd5037606787f39a7fdd1c38c8722",
  },
  {
    version: 7,
    what: "Payments of an even share say among how many what was left was split.",
    hash: "500eed7714b6e4473b05f6b8ceb7567877425fe02e40884c5440335f32bdf9ad",
  },
  {
    version: 8,
    what:
      "A confirm may be rejected because the restaurant is closed, takes no more orders or has paused " +
      "them, and a line because it is not served at that time.",
    hash: "eba417c159b212f4edb8d5048d63f4a67931cb9a2f654a2376177dc93b568b1b",
  },
  {
    version: 9,
    what:
      "A line names a value as often as it is wanted, and an option without values where nothing of it " +
      "is; one that it does not name stands at the menu's defaults.",
    hash: "a4a772e604bb9721ab977eee1d1cf02140bc78f04271858c133d339ece9d854b",
  },
  {
    version: 10,
    what: "Orders say of which lines they are not as far as the order itself.",
    hash: "0b1ca43e9ab4887a3bd99ce4450d0fd3b4fb9604989e32700133239767e6397b",
  },
  {
    version: 11,
    what: "A notice of orders that the kitchen's screens have shown.",
    hash: "3dbce3b4d12ad74bdc7ec684a984759ebf1ac888ff7cbd217f49bae867764693",
  },
  {
    version: 12,
    what:
      "A line may name the course to bring it with, an order says of which course its lines are, and a " +
      "line of an order may be held until its course is fired.",
    hash: "74d4ef7c6a1b3b9c246757403dd99c592909a63ee2036f7613dcc1ef753b16f8",
  },
];

/** The version that this release speaks. */
export const PROTOCOL_VERSION = 12;

/**
 * The version since which phones know all that options of a menu may say (menu/option-rules.ts): an older
 * one would price such a dish otherwise, and leave out what is chosen beforehand.
 */
export const OPTIONS_SINCE = 9;

/** The version since which phones know that lines are held: an older one has no words for it. */
export const COURSES_SINCE = 12;

/** The oldest version of a client that this release serves. */
export const OLDEST_CLIENT = 1;

/**
 * The version that a client names in its address; one that names none speaks the first, and one that
 * names nonsense is not ours to know better.
 */
export function clientVersion(named: string | null): number {
  return named !== null && /^[1-9][0-9]{0,5}$/.test(named) ? Number(named) : 1;
}
