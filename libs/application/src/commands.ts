import { Command } from '@nestjs/cqrs';
import type { Actor, Instant, Revision } from '#eventsourcing';
import type { CatalogCommand, CatalogEvent, WalletCommand, WalletEvent } from '#ledger';

/** Who submits a command, under which key, and whether only to see what would happen. */
export interface SubmittedBy {
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

/** A command to a wallet, and by whom. */
export interface WalletSubmission {
  readonly walletId: string;
  readonly command: WalletCommand;
  readonly by: SubmittedBy;
}

/** Submits a command to a wallet. Rejects with a `Refusal` where the answer is no. */
export class SubmitToWallet extends Command<WalletDone> implements WalletSubmission {
  readonly walletId: string;
  readonly command: WalletCommand;
  readonly by: SubmittedBy;

  constructor(walletId: string, command: WalletCommand, by: SubmittedBy) {
    super();
    this.walletId = walletId;
    this.command = command;
    this.by = by;
  }
}

/** Submits many commands to wallets at once. Never rejects for what becomes of one of them. */
export class SubmitToWallets extends Command<readonly PromiseSettledResult<WalletDone>[]> {
  readonly submissions: readonly WalletSubmission[];

  constructor(submissions: readonly WalletSubmission[]) {
    super();
    this.submissions = submissions;
  }
}

/** Submits a command to a tenant's catalogue. */
export class SubmitToCatalog extends Command<Done<CatalogEvent>> {
  readonly command: CatalogCommand;
  readonly by: SubmittedBy;

  constructor(command: CatalogCommand, by: SubmittedBy) {
    super();
    this.command = command;
    this.by = by;
  }
}
