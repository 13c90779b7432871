import { errors, jwtVerify } from 'jose';
import type { Caller } from './caller.ts';
import { callerIn, MalformedClaim } from './claims.ts';
import type { SigningKeys } from './issuer-keys.ts';
import { RecentlyUsed } from './recently-used.ts';
import type { TrustedIssuer } from './trusted-issuer.ts';
import { Unauthenticated } from './unauthenticated.ts';

interface Verified {
  readonly caller: Caller;
  readonly expiresAtMs: number;
  /** That of the keys it was verified with. */
  readonly edition: number;
}

export interface TokenVerifierOptions {
  readonly trusted: Omit<TrustedIssuer, 'keys'>;
  readonly keys: SigningKeys;
  /** The time in milliseconds; issuers live by the real clock, so never a test clock's. */
  readonly now: () => number;
  readonly rememberedMax?: number;
}

/**
 * Says who sent a token, or refuses it with Unauthenticated.
 * A verified token is remembered by its exact text until it expires or the keys change, and then
 * answered at once.
 */
export class TokenVerifier {
  readonly #trusted: TokenVerifierOptions['trusted'];
  readonly #keys: SigningKeys;
  readonly #now: () => number;
  readonly #verified: RecentlyUsed<Verified>;

  constructor({ trusted, keys, now, rememberedMax = 10_000 }: TokenVerifierOptions) {
    this.#trusted = trusted;
    this.#keys = keys;
    this.#now = now;
    this.#verified = new RecentlyUsed(rememberedMax);
  }

  get remembered(): number {
    return this.#verified.size;
  }

  /** `beforeVerifying` is called where the token is not remembered, and may throw. */
  verify(token: string, beforeVerifying?: () => void): Caller | Promise<Caller> {
    const verified = this.#verified.get(token);
    if (verified?.edition !== this.#keys.edition) {
      beforeVerifying?.();
      return this.#verifyAnew(token);
    }
    if (this.#now() < verified.expiresAtMs) return verified.caller;
    this.#verified.delete(token);
    throw new Unauthenticated('The token has expired.');
  }

  async #verifyAnew(token: string): Promise<Caller> {
    this.#verified.delete(token);
    const verified = await this.#check(token).catch(refuse);
    this.#verified.set(token, verified);
    return verified.caller;
  }

  async #check(token: string): Promise<Verified> {
    const { issuer, audience, algorithms } = this.#trusted;
    // Keys that change meanwhile may no longer have the one that it is verified with.
    const { edition, keyOf } = this.#keys;
    const { payload } = await jwtVerify(token, keyOf, {
      issuer,
      audience,
      algorithms: [...algorithms],
      currentDate: new Date(this.#now()),
    });
    if (payload.exp === undefined) throw new MalformedClaim('exp', 'a time');
    return { caller: callerIn(payload), expiresAtMs: payload.exp * 1000, edition };
  }
}

// Anything else is no verdict on the token: the keys could not be had, or it is a bug.
function refuse(error: unknown): never {
  if (error instanceof errors.JOSEError || error instanceof MalformedClaim)
    throw new Unauthenticated(error.message);
  throw error;
}
