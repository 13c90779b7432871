import { Command } from '@nestjs/cqrs';
import type { Actor, Instant, Revision } from '#eventsourcing';
import type { CatalogCommand, CatalogEvent, WalletCommand, WalletEvent } from '#ledger';

/** Who asks, under which key, and whether it is only asked what would happen. */
export interface Asking {
  readonly tenantId: string;
  readonly actor: Actor;
  readonly idempotencyKey: string;
  /** The member whose own call it is; unset, it is made with the wallet's keys. */
  readonly ofMember?: string | undefined;
  readonly correlationId?: string | undefined;
  readonly dryRun: boolean;
}

/** The proof that a command was done. */
export interface Receipt {
  readonly position: bigint;
  readonly stream: string;
  readonly firstRevision: Revision;
  readonly lastRevision: Revision;
  readonly recordedAt: Instant;
  readonly replayed: boolean;
}

/** What a command did: its own events, from which its answer is made. A dry run has no receipt. */
export interface Done<Event> {
  readonly events: readonly Event[];
  readonly receipt: Receipt | null;
}

export interface WalletDone extends Done<WalletEvent> {
  /** How the wallet's amounts are written. */
  readonly scale: number;
}

/** What a wallet is asked, and by whom. */
export interface WalletAsk {
  readonly walletId: string;
  readonly command: WalletCommand;
  readonly asking: Asking;
}

/** Asks a wallet to do something. Rejects with a `Refusal` where the answer is no. */
export class AskWallet extends Command<WalletDone> implements WalletAsk {
  readonly walletId: string;
  readonly command: WalletCommand;
  readonly asking: Asking;

  constructor(walletId: string, command: WalletCommand, asking: Asking) {
    super();
    this.walletId = walletId;
    this.command = command;
    this.asking = asking;
  }
}

/** Asks wallets many things at once. Never rejects for what becomes of one of them. */
export class AskWallets extends Command<readonly PromiseSettledResult<WalletDone>[]> {
  readonly asks: readonly WalletAsk[];

  constructor(asks: readonly WalletAsk[]) {
    super();
    this.asks = asks;
  }
}

/** Asks a tenant's catalogue to do something. */
export class AskCatalog extends Command<Done<CatalogEvent>> {
  readonly command: CatalogCommand;
  readonly asking: Asking;

  constructor(command: CatalogCommand, asking: Asking) {
    super();
    this.command = command;
    this.asking = asking;
  }
}
