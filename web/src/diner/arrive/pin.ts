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

/** The PIN in the address (`#pin=…`, from a join QR); removed from it, so that it is not shared on. */
export function takePinFromAddress(): string {
  const pin = new URLSearchParams(location.hash.slice(1)).get("pin");
  if (pin === null) return "";
  history.replaceState(history.state, "", location.pathname + location.search);
  return cleanPin(pin, 12);
}
