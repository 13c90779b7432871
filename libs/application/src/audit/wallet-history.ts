import { atOnce, type EventMetadata, type Instant, type RecordedEvent } from '#eventsourcing';
import {
  EMPTY_CATALOG,
  faultsAfterAppend,
  faultsAfterEvent,
  formatCredits,
  walletRules,
  type Kept,
  type Policies,
  type WalletEvent,
  type WalletRules,
  type WalletState,
} from '#ledger';
import { rowOf } from './row.ts';

/** What a stream means, followed event by event. Each answers what is wrong, or `null`. */
export interface History {
  after(recorded: RecordedEvent, metadata: EventMetadata): string | null;
  /** Asked where a command's last event was. */
  afterCommand(): string | null;
}

// Finished things are forgotten so often, so that memory and each event's checks stay small.
const RETIRE_EVERY = 32;
const SYSTEM_KEY = '~system:';

/** A wallet folded from its first event on, its invariants asserted on the way. */
export class WalletHistory implements History {
  readonly #rules: WalletRules;
  readonly #tenantPolicies: Policies;
  #state: WalletState = null;
  /** The lots that are finished: late usage may bring them back. */
  readonly #lots = new Map<string, Kept>();
  #at: Instant | '' = '';
  /** The events of the command so far. */
  readonly #appended: WalletEvent[] = [];

  constructor(
    wallet: { readonly tenantId: string; readonly walletId: string },
    policies: Policies,
  ) {
    this.#tenantPolicies = policies;
    // Folding needs neither prices nor texts: events say what was decided.
    this.#rules = walletRules({
      ...wallet,
      tenantPolicies: policies,
      catalog: () => EMPTY_CATALOG,
      texts: { seal: decidesNothing, hash: decidesNothing },
    });
  }

  after(recorded: RecordedEvent, metadata: EventMetadata): string | null {
    const { type, data, revision } = recorded;
    if ((type === 'WalletOpened') !== (revision === 1))
      return 'a wallet is opened once, by its first event';
    const { occurredAt, requestHash } = metadata;
    const event = this.#rules.decodeEvent(type, data, occurredAt);
    const before = this.#state;
    const place = { revision, requestHash };
    const state = atOnce(this.#rules.evolve(this.#withLacked(before, event), event, place));
    this.#state = state;
    this.#at = later(this.#at, decidedAt(metadata));
    const fault = rowFault(event, before, metadata.recordedAt);
    const thing = this.#rules.recordOf(event, place)?.[1];
    this.#appended.push(event);
    const [broken] =
      state === null ? [] : faultsAfterEvent(state, { event, before, recorded: thing });
    if (revision % RETIRE_EVERY === 0) this.#retire({ revision, at: metadata.recordedAt });
    return fault ?? broken ?? null;
  }

  #retire(upTo: Parameters<WalletRules['retire']>[1]): void {
    const { state, retired } = this.#rules.retire(this.#state, upTo);
    this.#state = state;
    for (const [id, kept] of retired) if (kept.kind === 'LOT') this.#lots.set(id, kept);
  }

  #withLacked(state: WalletState, event: WalletEvent): WalletState {
    const lacked = this.#rules.lackedBy(event, state);
    return lacked.length === 0
      ? state
      : this.#rules.revived(
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

function decidesNothing(): never {
  throw new Error('an audit decides nothing');
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
