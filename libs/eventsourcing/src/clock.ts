declare const instantBrand: unique symbol;

/**
 * A moment in UTC with exactly nine fractional digits, "2026-03-01T00:00:00.000000000Z", so that
 * text order is time order.
 */
export type Instant = string & { readonly [instantBrand]: never };

/** The one source of time. Everything that depends on "now" is handed what this says. */
export interface Clock {
  now(): Instant;
}

/** How effects wait. Injected, so that a simulation decides how long waiting takes. */
export interface Timer {
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
}

/** The one source of randomness: initialisation vectors and keys of sealed texts, back-off jitter. */
export interface Randomness {
  bytes(count: number): Uint8Array;
}
