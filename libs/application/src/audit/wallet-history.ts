import { atOnce, type EventMetadata, type Instant, type RecordedEvent } from '#eventsourcing';
import {
  faultsAfterAppend,
  faultsAfterEvent,
  formatCredits,
  type Kept,
  type Policies,
  type WalletEvent,
  type WalletAggregate,
  type WalletState,
} from '#ledger';
import type { History } from './history.ts';
import { rowOf } from './row.ts';

// Finished things are forgotten so often, so that memory and each event's checks stay small.
const RETIRE_EVERY = 32;
const SYSTEM_KEY = '~system:';

/** A wallet folded from its first event on, its invariants asserted on the way. */
export class AuditedWallet implements History {
  readonly #wallet: WalletAggregate;
  readonly #tenantPolicies: Policies;
  #state: WalletState = null;
  /** The lots that are finished: late usage may bring them back. */
  readonly #lots = new Map<string, Kept>();
  #at: Instant | '' = '';
  /** The events of the command so far. */
  readonly #appended: WalletEvent[] = [];

  constructor(wallet: WalletAggregate, tenantPolicies: Policies) {
    this.#tenantPolicies = tenantPolicies;
    this.#wallet = wallet;
  }

  after(recorded: RecordedEvent, metadata: EventMetadata): string | null {
    const { type, data, revision } = recorded;
    if ((type === 'WalletOpened') !== (revision === 1))
      return 'a wallet is opened once, by its first event';
    const { occurredAt, requestHash } = metadata;
    const event = this.#wallet.codec.decode(type, data, occurredAt);
    const before = this.#state;
    const place = { revision, requestHash };
    const state = atOnce(this.#wallet.evolve(this.#withLacked(before, event), event, place));
    this.#state = state;
    this.#at = later(this.#at, decidedAt(metadata));
    const fault = rowFault(event, before, metadata.recordedAt);
    const thing = this.#wallet.lookUps.recordOf(event, place)?.[1];
    this.#appended.push(event);
    const [broken] =
      state === null ? [] : faultsAfterEvent(state, { event, before, recorded: thing });
    if (revision % RETIRE_EVERY === 0) this.#retire({ revision, at: metadata.recordedAt });
    return fault ?? broken ?? null;
  }

  #retire(upTo: Parameters<WalletAggregate['retirement']['retire']>[1]): void {
    const { state, retired } = this.#wallet.retirement.retire(this.#state, upTo);
    this.#state = state;
    for (const [id, kept] of retired) if (kept.kind === 'LOT') this.#lots.set(id, kept);
  }

  #withLacked(state: WalletState, event: WalletEvent): WalletState {
    const lacked = this.#wallet.retirement.lackedBy(event, state);
    return lacked.length === 0
      ? state
      : this.#wallet.retirement.revived(
          state,
          lacked.flatMap((id) => this.#lots.get(id) ?? []),
        );
  }

  afterCommand(): string | null {
    if (this.#state === null || this.#at === '') return null;
    const when = { at: this.#at, tenantPolicies: this.#tenantPolicies };
    return faultsAfterAppend(this.#state, this.#appended.splice(0), when)[0] ?? null;
  }
}

const later = (a: Instant | '', b: Instant): Instant => (a !== '' && a > b ? a : b);

// What is due is decided as of the instant at which it was due, however late it is booked.
const decidedAt = ({ idempotencyKey, occurredAt, recordedAt }: EventMetadata): Instant =>
  idempotencyKey.startsWith(SYSTEM_KEY) ? occurredAt : recordedAt;

function rowFault(event: WalletEvent, before: WalletState, recordedAt: Instant): string | null {
  const said = 'balanceAfter' in event.data ? event.data.balanceAfter : undefined;
  const row = rowOf(event, { recordedAt, state: before });
  const due = (before?.balance ?? 0n) + row;
  if (said === undefined) return row === 0n ? null : 'it says no balance, though it changes it';
  if (said === due) return null;
  const scale = before?.unit.scale ?? 0;
  return `its balance after is ${formatCredits(said, scale)}, not ${formatCredits(due, scale)}`;
}
