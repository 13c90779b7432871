import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { DiskFull, OutcomeUnknown, StoreRefused } from '#eventsourcing';
import type { CatalogEvent } from '#ledger';
import { AskCatalog, AskWallet, AskWallets, type Done, type WalletDone } from './commands.ts';
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

@CommandHandler(AskWallets)
export class AskWalletsHandler implements ICommandHandler<AskWallets> {
  readonly #ledger: Ledger;

  constructor(ledger: Ledger) {
    this.#ledger = ledger;
  }

  async execute({ asks }: AskWallets): Promise<readonly PromiseSettledResult<WalletDone>[]> {
    const results = await this.#ledger.askWallets(asks).catch(answerWith);
    return results.map((result) =>
      result.status === 'rejected' ? { ...result, reason: answerTo(result.reason) } : result,
    );
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

function answerWith(error: unknown): never {
  throw answerTo(error);
}

// Three outcomes exist for a caller: yes, no, unknown. Anything else is a bug and stays one.
function answerTo(error: unknown): unknown {
  if (error instanceof OutcomeUnknown)
    return new OutcomeUnknownError(error.message, { cause: error });
  if (error instanceof StoreRefused && !(error instanceof DiskFull))
    return new Overloaded(error.message, { cause: error });
  return error;
}
