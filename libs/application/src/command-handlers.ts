import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { DiskFull, OutcomeUnknown, StoreRefused } from '#eventsourcing';
import type { CatalogEvent } from '#ledger';
import {
  SubmitToCatalog,
  SubmitToWallet,
  SubmitToWallets,
  type Done,
  type WalletDone,
} from './commands.ts';
import { OutcomeUnknownError, Overloaded } from './errors.ts';
import { Ledger } from './ledger.ts';

@CommandHandler(SubmitToWallet)
export class SubmitToWalletHandler implements ICommandHandler<SubmitToWallet> {
  readonly #ledger: Ledger;

  constructor(ledger: Ledger) {
    this.#ledger = ledger;
  }

  execute({ walletId, command, by }: SubmitToWallet): Promise<WalletDone> {
    return this.#ledger.submitToWallet(walletId, command, by).catch(answerWith);
  }
}

@CommandHandler(SubmitToWallets)
export class SubmitToWalletsHandler implements ICommandHandler<SubmitToWallets> {
  readonly #ledger: Ledger;

  constructor(ledger: Ledger) {
    this.#ledger = ledger;
  }

  async execute({
    submissions,
  }: SubmitToWallets): Promise<readonly PromiseSettledResult<WalletDone>[]> {
    const results = await this.#ledger.submitToWallets(submissions).catch(answerWith);
    return results.map((result) =>
      result.status === 'rejected' ? { ...result, reason: answerTo(result.reason) } : result,
    );
  }
}

@CommandHandler(SubmitToCatalog)
export class SubmitToCatalogHandler implements ICommandHandler<SubmitToCatalog> {
  readonly #ledger: Ledger;

  constructor(ledger: Ledger) {
    this.#ledger = ledger;
  }

  execute({ command, by }: SubmitToCatalog): Promise<Done<CatalogEvent>> {
    return this.#ledger.submitToCatalog(command, by).catch(answerWith);
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
