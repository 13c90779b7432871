import { Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import {
  AskCatalog,
  type Asking,
  AskWallet,
  AskWallets,
  type Done,
  type WalletAsk,
  type WalletDone,
} from '#application';
import type { CatalogCommand, CatalogEvent, WalletCommand } from '#ledger';
import type { CallContext } from '../transport/call-context.ts';

/** What every command says of itself. */
interface Keyed {
  readonly idempotencyKey: string;
  readonly dryRun: boolean;
}

/** Asks the ledger in the name of a call's caller. */
@Injectable()
export class CallersAsking {
  readonly #bus: CommandBus;

  constructor(bus: CommandBus) {
    this.#bus = bus;
  }

  wallet(
    keyed: Keyed & { readonly walletId: string },
    command: WalletCommand,
    call: CallContext,
  ): Promise<WalletDone> {
    return this.#bus.execute(new AskWallet(keyed.walletId, command, asking(keyed, call)));
  }

  /** Many at once: what becomes of each, in their order. */
  wallets(asks: readonly WalletAsk[]): Promise<readonly PromiseSettledResult<WalletDone>[]> {
    return this.#bus.execute(new AskWallets(asks));
  }

  catalog(keyed: Keyed, command: CatalogCommand, call: CallContext): Promise<Done<CatalogEvent>> {
    return this.#bus.execute(new AskCatalog(command, asking(keyed, call)));
  }
}

/** Who asks, in the words of the ledger. */
export const asking = (
  { idempotencyKey, dryRun }: Keyed,
  { caller, correlationId, isOwnOnly }: CallContext,
): Asking => ({
  tenantId: caller.tenant,
  actor: caller.actor,
  idempotencyKey,
  ofMember: isOwnOnly ? caller.subject : undefined,
  correlationId,
  dryRun,
});
