import { wholeAggregate, type Aggregate, type Codec } from '#eventsourcing';
import type { Catalog } from '../catalog/rate-card.ts';
import { refusing } from '../refusing.ts';
import { decodeEvent, encodeData } from './codec.ts';
import { mayBeTooLarge } from './command-size.ts';
import { walletDecider } from './decider.ts';
import { dueIn } from './due-in.ts';
import { lookUps } from './look-ups.ts';
import { requests } from './requests-told-apart.ts';
import { retirement } from './retirement.ts';
import { snapshots } from './snapshots.ts';
import { requireOpen } from './state.ts';
import type { Policies } from './policies.ts';
import type { WalletTypes } from './types.ts';

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

export type WalletAggregate = Aggregate<WalletTypes>;

/** A wallet: credit that is bought, granted, allocated, held and used. */
export const walletAggregate = (terms: WalletTerms): WalletAggregate =>
  wholeAggregate<WalletTypes>({
    tenantId: terms.tenantId,
    ...walletDecider(terms),
    codec: walletCodec,
    requests: requests(terms),
    due: dueIn(terms),
    snapshots,
    lookUps: lookUps(terms.tenantPolicies),
    retirement: retirement(terms.tenantPolicies),
    refusals,
  });

export const walletCodec: Codec<WalletTypes> = {
  schemaVersion: 1,
  encode: (event, state) =>
    encodeData(event, event.type === 'WalletOpened' ? 0 : requireOpen(state).unit.scale),
  decode: decodeEvent,
};

const refusals = refusing<WalletTypes>(mayBeTooLarge);
