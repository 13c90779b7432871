import type { Requests } from '#eventsourcing';
import type { WalletTerms } from '../wallet-terms.ts';
import type { WalletCommand } from '../commands.ts';
import { isErasedRepeat } from './erased-repeat.ts';
import { fingerprint, textOwnerOf } from './fingerprint.ts';
import { requireOpen, type WalletState } from '../state.ts';
import type { WalletTypes } from '../types.ts';

/** How what is asked of a wallet is told from anything else asked under the same key. */
export const requests = ({ walletId, texts }: WalletTerms): Requests<WalletTypes> => ({
  fingerprint: (command, state, { archived, isRepeat }) =>
    fingerprint(command, textOwnerOf(command, state, archived), {
      wallet: walletId,
      scale: scaleFor(command, state),
      textHash: (memberId, text) => texts.hash(memberId, text, isRepeat),
    }),
  isErasedRepeat: (command, done, state) =>
    isErasedRepeat(command, done, {
      scale: scaleFor(command, state),
      // Only a key that is kept makes a hash of what may be a repeat.
      isWalletKeyGone: texts.hash(null, 'any text', true) === '',
      isErased: texts.isErased ?? (() => false),
    }),
});

const scaleFor = (command: WalletCommand, state: WalletState): number =>
  command.type === 'OpenWallet' && state === null
    ? command.unit.scale
    : requireOpen(state).unit.scale;
