import type { Catalog } from '../catalog/rate-card.ts';
import type { Policies } from './opening/policies.ts';

/** What the rules of one wallet need to be told. */
export interface WalletTerms {
  readonly tenantId: string;
  readonly walletId: string;
  readonly tenantPolicies: Policies;
  /** The tenant's rate cards as known now. */
  readonly catalog: () => Catalog;
  readonly texts: WalletTexts;
}

/** Seals and hashes free texts under the key of a member, or `null` for the wallet's. */
export interface WalletTexts {
  readonly seal: (memberId: string | null, text: string) => string;
  /** What is a repeat makes no key. */
  readonly hash: (memberId: string | null, text: string, isRepeat: boolean) => string;
  /** Whether nobody can read a sealed text any more. Unset where nothing is ever erased. */
  readonly isErased?: (memberId: string | null, sealed: string) => boolean;
}
