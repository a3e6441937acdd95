/** Payments that this page has called off itself: the document only says that they failed. */
const calledOff = new Set<string>();

/** Before it is asked for: the document may say that the payment failed before the answer is here. */
export function noteCalledOff(key: string): void {
  calledOff.add(key);
}

/** It was not called off after all: what becomes of it now is the card's doing. */
export function forgetCalledOff(key: string): void {
  calledOff.delete(key);
}

/** Whether the payer gave a payment up, as far as this page knows. */
export function wasCalledOff(key: string): boolean {
  return calledOff.has(key);
}
