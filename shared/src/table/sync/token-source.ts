import type { ServerClock } from "./server-clock.ts";
import type { TokenAnswer } from "./sync-client.ts";

/** A token with less than this left is renewed before it is used; the server asks 90 s ahead. */
const MARGIN_MS = 120_000;

/** A diner's access token, and until when it is one by the server's clock, ms since the epoch. */
export interface AccessToken {
  readonly accessToken: string;
  readonly accessTokenExpiresAt: number;
}

export interface TokenSourceOptions {
  readonly clock: ServerClock;
  /** The token as the phone has it now; another tab may have renewed it. */
  readonly known: () => AccessToken;
  readonly save: (token: AccessToken) => void;
  /** Asks the server for another; `now` is the server's clock. */
  readonly renew: () => Promise<AccessToken & { readonly now: number }>;
  /** The code with which the server has said that there will be no more; undefined when it has not. */
  readonly refusalIn: (error: unknown) => string | undefined;
  /** A token with less than this left is renewed before it is used, ms. */
  readonly marginMs?: number;
}

/** Keeps a diner's access token fresh; many askers at once cause one request. */
export class TokenSource {
  readonly #options: TokenSourceOptions;
  #renewing: Promise<string> | undefined;
  /** The token that the server did not take. */
  #refused: string | undefined;

  constructor(options: TokenSourceOptions) {
    this.#options = options;
  }

  /** A valid access token; rejects as `renew` does. */
  get(): Promise<string> {
    const { clock, known, marginMs = MARGIN_MS } = this.#options;
    const { accessToken, accessTokenExpiresAt } = known();
    const isFresh = accessTokenExpiresAt - clock.now() > marginMs;
    if (isFresh && accessToken !== this.#refused) return Promise.resolve(accessToken);
    this.#renewing ??= this.#renew().finally(() => {
      this.#renewing = undefined;
    });
    return this.#renewing;
  }

  /** The same for a connection, which must know whether to ask again. */
  async answer(): Promise<TokenAnswer> {
    try {
      return { token: await this.get() };
    } catch (error) {
      const refused = this.#options.refusalIn(error);
      return refused === undefined ? { away: true } : { refused };
    }
  }

  /** The server does not take the current one: the next `get` asks for another. */
  forget(): void {
    this.#refused = this.#options.known().accessToken;
  }

  async #renew(): Promise<string> {
    const { clock, save, renew } = this.#options;
    const { accessToken, accessTokenExpiresAt, now } = await renew();
    clock.measured(now);
    save({ accessToken, accessTokenExpiresAt });
    return accessToken;
  }
}
