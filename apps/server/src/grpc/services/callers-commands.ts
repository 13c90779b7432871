import { Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import {
  SubmitToCatalog,
  type SubmittedBy,
  SubmitToWallet,
  SubmitToWallets,
  type Done,
  type WalletSubmission,
  type WalletDone,
} from '#application';
import type { CatalogCommand, CatalogEvent, WalletCommand } from '#ledger';
import type { CallContext } from '../transport/call-context.ts';

/** What every command says of itself. */
interface Keyed {
  readonly idempotencyKey: string;
  readonly dryRun: boolean;
}

/** Submits commands to the ledger in the name of a call's caller. */
@Injectable()
export class CallersCommands {
  readonly #bus: CommandBus;

  constructor(bus: CommandBus) {
    this.#bus = bus;
  }

  wallet(
    keyed: Keyed & { readonly walletId: string },
    command: WalletCommand,
    call: CallContext,
  ): Promise<WalletDone> {
    return this.#bus.execute(new SubmitToWallet(keyed.walletId, command, submittedBy(keyed, call)));
  }

  /** Many at once: what becomes of each, in their order. */
  wallets(
    submissions: readonly WalletSubmission[],
  ): Promise<readonly PromiseSettledResult<WalletDone>[]> {
    return this.#bus.execute(new SubmitToWallets(submissions));
  }

  catalog(keyed: Keyed, command: CatalogCommand, call: CallContext): Promise<Done<CatalogEvent>> {
    return this.#bus.execute(new SubmitToCatalog(command, submittedBy(keyed, call)));
  }
}

/** Who submits, in the words of the ledger. */
export const submittedBy = (
  { idempotencyKey, dryRun }: Keyed,
  { caller, correlationId, isOwnOnly }: CallContext,
): SubmittedBy => ({
  tenantId: caller.tenant,
  actor: caller.actor,
  idempotencyKey,
  ofMember: isOwnOnly ? caller.subject : undefined,
  correlationId,
  dryRun,
});
