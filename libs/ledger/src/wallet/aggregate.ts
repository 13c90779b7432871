import { wholeAggregate, type Aggregate, type Codec } from '#eventsourcing';
import { refusing } from '../refusing.ts';
import { decodeEvent, encodeData } from './stored/codec.ts';
import { mayBeTooLarge } from './stored/command-size.ts';
import { walletDecider } from './decider.ts';
import { dueIn } from './due/due-in.ts';
import { lookUps } from './stored/look-ups.ts';
import { requests } from './stored/requests-told-apart.ts';
import { retirement } from './stored/retirement.ts';
import { snapshots } from './stored/snapshots.ts';
import { requireOpen } from './state.ts';
import type { WalletTerms } from './wallet-terms.ts';
import type { WalletTypes } from './types.ts';

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
