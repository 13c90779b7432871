import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { OutcomeUnknown, StoreRefused, TooManyWaiting } from '#eventsourcing';
import type { CatalogEvent } from '#ledger';
import { AskCatalog, AskWallet, type Done, type WalletDone } from './commands.ts';
import { OutcomeUnknownError, Overloaded } from './errors.ts';
import { Ledger } from './ledger.ts';

@CommandHandler(AskWallet)
export class AskWalletHandler implements ICommandHandler<AskWallet> {
  readonly #ledger: Ledger;

  constructor(ledger: Ledger) {
    this.#ledger = ledger;
  }

  async execute({ walletId, command, asking }: AskWallet): Promise<WalletDone> {
    try {
      return await this.#ledger.askWallet(walletId, command, asking);
    } catch (error) {
      throw asAnswer(error);
    }
  }
}

@CommandHandler(AskCatalog)
export class AskCatalogHandler implements ICommandHandler<AskCatalog> {
  readonly #ledger: Ledger;

  constructor(ledger: Ledger) {
    this.#ledger = ledger;
  }

  async execute({ command, asking }: AskCatalog): Promise<Done<CatalogEvent>> {
    try {
      return await this.#ledger.askCatalog(command, asking);
    } catch (error) {
      throw asAnswer(error);
    }
  }
}

// Three outcomes exist for a caller: yes, no, unknown. Anything else is a bug and stays one.
function asAnswer(error: unknown): unknown {
  if (error instanceof OutcomeUnknown)
    return new OutcomeUnknownError(error.message, { cause: error });
  if (error instanceof TooManyWaiting || error instanceof StoreRefused)
    return new Overloaded(error.message, { cause: error });
  return error;
}
