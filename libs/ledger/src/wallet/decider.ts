import {
  resultOf,
  type Decider,
  type Decision,
  type DecisionContext,
  type Steps,
} from '#eventsourcing';
import { atScale, refuse } from '../refusal.ts';
import type { WalletTerms } from './wallet-terms.ts';
import { Booking } from './booking.ts';
import type { CommandOf } from './commands.ts';
import { decide } from './decide.ts';
import type { WalletEvent } from './events.ts';
import { evolve } from './evolve.ts';
import { openWallet } from './opening/opening.ts';
import { requireOpen, type WalletState } from './state.ts';
import { surroundingsOf } from './surroundings.ts';
import type { WalletTypes } from './types.ts';

/** What a wallet is before it is opened, what it may be asked, and what its events make of it. */
export const walletDecider = (terms: WalletTerms): Decider<WalletTypes> => ({
  initial: null,
  *decide(command, state, context) {
    if (command.type === 'OpenWallet')
      return yield* opening(command, state, { ...context, ...terms });
    const open = requireOpen(state);
    const booking = new Booking(open, context.revision, surroundingsOf(terms, context));
    try {
      yield* decide(booking, command);
    } catch (error) {
      throw atScale(error, open.unit.scale);
    }
    return { events: booking.events, state: booking.state };
  },
  evolve,
});

function* opening(
  command: CommandOf<'OpenWallet'>,
  state: WalletState,
  { walletId, now, requestHash }: Pick<WalletTerms, 'walletId'> & DecisionContext<WalletTypes>,
): Steps<Decision<WalletTypes>> {
  if (state !== null) return refuse({ code: 'ID_TAKEN', kind: 'WALLET', id: walletId });
  const data = openWallet(command);
  const event: WalletEvent = { type: 'WalletOpened', occurredAt: now, data };
  return {
    events: [event],
    state: yield* resultOf(evolve(state, event, { revision: 1, requestHash })),
  };
}
