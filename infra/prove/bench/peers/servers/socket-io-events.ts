/** What phones and server of the Socket.IO cart say to each other. */

export interface CartLine {
  readonly line: string;
  readonly item: string;
  readonly quantity: number;
}

/** `edit` is the edit's name, by which its time is taken. */
export interface CartEvents {
  add(
    line: { readonly line: string; readonly item: string; readonly edit: string },
    saved: () => void,
  ): void;
  tap(
    tap: { readonly line: string; readonly by: number; readonly edit: string },
    saved: () => void,
  ): void;
  presence(at: string): void;
  /** The whole cart, on arrival. */
  cart(lines: readonly CartLine[]): void;
  changed(change: {
    readonly line: string;
    readonly item?: string;
    readonly quantity: number;
    readonly edit: string;
  }): void;
}
