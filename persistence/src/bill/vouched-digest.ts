/** The digest of the receipt that an entry of the ledger vouches for, from its content; null if for none. */
export function vouchedDigest(content: string): string | null {
  try {
    const { receipt } = JSON.parse(content) as { receipt?: { digest?: unknown } };
    return typeof receipt?.digest === "string" ? receipt.digest : null;
  } catch (error) {
    // Somebody has made it into no JSON at all: it vouches for nothing.
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
