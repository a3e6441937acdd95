/**
 * Splitting whole amounts so that the parts always add up. Everything of a bill that is divided is
 * divided by one of these two functions.
 */

/** floor(a × b / c), exact for amounts whose product is above 2^53; a and b not negative, c positive. */
export function mulDiv(a: number, b: number, c: number): number {
  const product = a * b;
  if (Number.isSafeInteger(product)) return Math.floor(product / c);
  return Number((BigInt(a) * BigInt(b)) / BigInt(c));
}

/** a × b / c to the nearest whole number, halves up; a and b not negative, c positive. */
export function mulDivRound(a: number, b: number, c: number): number {
  const product = a * b;
  if (Number.isSafeInteger(2 * product + c)) return Math.floor((2 * product + c) / (2 * c));
  return Number((2n * BigInt(a) * BigInt(b) + BigInt(c)) / (2n * BigInt(c)));
}

/**
 * Divides a whole amount by weights so that the parts add up to it: each gets its share rounded
 * down, and what is left goes one by one to the largest remainders, ties to the earlier (the
 * Hamilton method). Without any weight all of it goes to the first; without parts there is nothing.
 * The amount and the weights are whole and not negative.
 */
export function largestRemainder(amount: number, weights: readonly number[]): number[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  if (total === 0) return weights.map((_, i) => (i === 0 ? amount : 0));
  const parts = weights.map((weight) => mulDiv(amount, weight, total));
  const left = amount - parts.reduce((sum, part) => sum + part, 0);
  if (left === 0) return parts;
  const big = BigInt(total);
  const remainders = weights.map((weight, i) => ({
    i,
    remainder: (BigInt(amount) * BigInt(weight)) % big,
  }));
  remainders.sort((a, b) =>
    a.remainder === b.remainder ? a.i - b.i : a.remainder < b.remainder ? 1 : -1,
  );
  for (const { i } of remainders.slice(0, left)) parts[i] = (parts[i] ?? 0) + 1;
  return parts;
}
