import type { Stepwise } from '#eventsourcing';
import type { EventType, WalletEvent } from './events.ts';
import type { Fold, Folds, EventPlace } from './fold.ts';
import { debtFolds } from './debt/fold.ts';
import { holdFolds } from './holds/fold.ts';
import { lotFolds } from './lots/fold.ts';
import { allocationFolds } from './allocation/fold.ts';
import { capFolds } from './caps/fold.ts';
import { memberFolds } from './members/fold.ts';
import { requestFolds } from './requests/fold.ts';
import { usageFolds } from './usage/fold.ts';
import { walletFolds } from './opening/fold.ts';
import { emptyWallet, type OpenWallet, type WalletState } from './state.ts';

type FoldedType = Exclude<EventType, 'WalletOpened'>;

const folds: Folds<FoldedType> = {
  ...walletFolds,
  ...lotFolds,
  ...memberFolds,
  ...capFolds,
  ...allocationFolds,
  ...requestFolds,
  ...usageFolds,
  ...holdFolds,
  ...debtFolds,
};

/** The wallet after one more event of its stream. */
export function evolve(
  state: WalletState,
  event: WalletEvent,
  { revision, requestHash }: Omit<EventPlace, 'occurredAt'>,
): Stepwise<OpenWallet> {
  if (event.type === 'WalletOpened')
    return emptyWallet({ ...event.data, openedAt: event.occurredAt });
  if (state === null) throw new Error(`${event.type} before WalletOpened`);
  const fold = folds[event.type] as Fold<FoldedType>;
  return fold(state, event.data, { occurredAt: event.occurredAt, revision, requestHash });
}
