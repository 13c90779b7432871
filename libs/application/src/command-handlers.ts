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

  execute({ walletId, command, asking }: AskWallet): Promise<WalletDone> {
    return this.#ledger.askWallet(walletId, command, asking).catch(answerWith);
  }
}

@CommandHandler(AskCatalog)
export class AskCatalogHandler implements ICommandHandler<AskCatalog> {
  readonly #ledger: Ledger;

  constructor(ledger: Ledger) {
    this.#ledger = ledger;
  }

  execute({ command, asking }: AskCatalog): Promise<Done<CatalogEvent>> {
    return this.#ledger.askCatalog(command, asking).catch(answerWith);
  }
}

// Three outcomes exist for a caller: yes, no, unknown. Anything else is a bug and stays one.
function answerWith(error: unknown): never {
  if (error instanceof OutcomeUnknown)
    throw new OutcomeUnknownError(error.message, { cause: error });
  if (error instanceof TooManyWaiting || error instanceof StoreRefused)
    throw new Overloaded(error.message, { cause: error });
  throw error;
}
