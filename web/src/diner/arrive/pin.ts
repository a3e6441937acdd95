/** Only the digits of what was typed or pasted, whatever script they are in, at most `length`. */
export function cleanPin(text: string, length: number): string {
  return Array.from(text.normalize("NFKC")).map(asciiDigit).join("").slice(0, length);
}

/** First characters of decimal digit rows that NFKC leaves alone: Arabic, Persian, Devanagari, Bengali, Thai. */
const DIGIT_ZEROS = [0x30, 0x660, 0x6f0, 0x966, 0x9e6, 0xe50];

function asciiDigit(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  const zero = DIGIT_ZEROS.find((start) => code >= start && code < start + 10);
  return zero === undefined ? "" : String(code - zero);
}

/** What an address holds besides the table: `#key=…` of a join QR, `#pin=…`, or `#seat=…`. */
export interface Invitation {
  readonly pin: string;
  /** Stands in for the PIN; "" without one. */
  readonly key: string;
  /** Leads back to a seat that somebody has already; "" without one. */
  readonly seat: string;
}

export const NO_INVITATION: Invitation = { pin: "", key: "", seat: "" };

/** The invitation in the address; removed from it, so that it is not shared on. */
export function takeInvitation(): Invitation {
  const fields = new URLSearchParams(location.hash.slice(1));
  const pin = fields.get("pin");
  const key = fields.get("key");
  const seat = fields.get("seat");
  if (pin === null && key === null && seat === null) return NO_INVITATION;
  history.replaceState(history.state, "", location.pathname + location.search);
  const wellFormed = /^[0-9A-Za-z_-]{22}$/.test(key ?? "");
  return { pin: cleanPin(pin ?? "", 12), key: wellFormed ? (key ?? "") : "", seat: seat ?? "" };
}
