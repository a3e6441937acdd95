/**
 * A provider's final no: asking again changes nothing, somebody has to look at it. What may pass by
 * itself is a TureenError "provider-unavailable" instead.
 */
export class ProviderRefused extends Error {
  override readonly name = "ProviderRefused";
  /** A word for logs and the floor; the provider's own where it has one. */
  readonly reason: string;

  constructor(reason: string, detail?: string) {
    super(
      detail
        ? `The payment provider refuses: ${reason} (${detail})`
        : `The payment provider refuses: ${reason}`,
    );
    this.reason = reason;
  }
}
