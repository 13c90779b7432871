import type { KeySource } from './key-source.ts';

/** Signatures made with a private key. A shared secret would let whoever verifies also sign. */
export type Algorithm = 'EdDSA' | 'ES256' | 'RS256';

/** Whose tokens are believed, fixed by configuration and never by what a token says. */
export interface TrustedIssuer {
  readonly issuer: string;
  readonly audience: string;
  readonly algorithms: readonly Algorithm[];
  readonly keys: KeySource;
}
