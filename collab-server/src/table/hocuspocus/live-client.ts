/** What a phone's frames are handed to; ClientConnection of Hocuspocus has this form. */
export interface LiveClient {
  /** When a frame last came that did not go through `handleMessage`, ms. */
  lastMessageReceivedAt?: number;
  handleMessage(frame: Uint8Array): void;
  handleClose(event: { readonly code: number; readonly reason: string }): void;
}
