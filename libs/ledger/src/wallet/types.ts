import type { WalletCommand } from './commands.ts';
import type { WalletEvent } from './events.ts';
import type { Kept, WalletState } from './state.ts';

/** What the stream of a wallet is made of. */
export interface WalletTypes {
  readonly State: WalletState;
  readonly Command: WalletCommand;
  readonly Event: WalletEvent;
  readonly Record: Kept;
}
