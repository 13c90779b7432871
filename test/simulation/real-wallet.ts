import {
  atOnce,
  canonicalJson,
  decodeState,
  encodeState,
  type Actor,
  type Decision,
  type Instant,
  SortedMap,
  VersionedMap,
} from '#eventsourcing';
import {
  DEFAULT_POLICIES,
  faultsAfterAppend,
  faultsAfterEvent,
  faultsOf,
  Refusal,
  SortedLots,
  walletAggregate,
  type Kept,
  type Reason,
  type WalletCommand,
  type WalletEvent,
  type WalletAggregate,
  type WalletState,
  type WalletTypes,
} from '#ledger';
import { catalog } from './price-list.ts';

const ADMIN: Actor = { type: 'ADMIN', id: 'eve' };

/** An event as it is stored, with what folding it needs. */
export interface StoredEvent {
  readonly type: WalletEvent['type'];
  readonly data: string;
  readonly occurredAt: Instant;
  readonly requestHash: string;
}

/** What came of a command: what was booked because it was due, and what was decided. */
export interface Answer {
  readonly booked: readonly WalletEvent[];
  readonly decided: readonly WalletEvent[];
  readonly reason: Reason | null;
}

// Shows with whose key a text was sealed.
const keyed = (memberId: string | null, text: string): string => `${memberId} ${text}`;

export const newWallet = (): WalletAggregate =>
  walletAggregate({
    tenantId: 'tenant',
    walletId: 'wallet',
    tenantPolicies: DEFAULT_POLICIES,
    catalog: () => catalog,
    texts: { seal: keyed, hash: keyed },
  });

/**
 * A wallet of the ledger in memory. Either it follows its events, each read from its stored form
 * and the state checked after it, or it keeps the states that decisions leave, as a writer does.
 */
export class RealWallet {
  readonly #wallet: WalletAggregate;
  readonly #follows: 'EVENTS' | 'DECISIONS';
  readonly #archive = new Map<string, Kept>();
  /** What each event recorded: the log, as it is looked into. */
  readonly #recorded = new Map<string, Kept>();
  readonly events: StoredEvent[] = [];
  state: WalletState = null;
  onFault: (fault: string) => void = () => undefined;

  constructor(rules: WalletAggregate, follows: 'EVENTS' | 'DECISIONS') {
    this.#wallet = rules;
    this.#follows = follows;
  }

  get archive(): ReadonlyMap<string, Kept> {
    return this.#archive;
  }

  /** All consumptions there were, as they are now. */
  get consumptions(): readonly Kept[] {
    return [...this.#recorded.keys()].map((id) => this.find(id) as Kept);
  }

  /** The ids of all finished things and all consumptions. */
  get things(): ReadonlySet<string> {
    return new Set([...(this.state?.kept.keys() ?? []), ...this.#recorded.keys()]);
  }

  /** A recorded thing: as the state has it, else from its event, else from the archive. */
  find(id: string): Kept | undefined {
    const kept = this.state?.kept.get(id);
    if (kept !== undefined) return kept;
    const isInLog = this.#wallet.lookUps.placeOf(this.state, id) !== undefined;
    return (isInLog ? this.#recorded : this.#archive).get(id);
  }

  /** Does a command, after what is due by then. */
  perform(command: WalletCommand, now: Instant): Answer {
    const booked = this.bookDue(now);
    try {
      const { requestHash, ...decision } = this.#decide(command, now);
      return { booked, decided: this.#append(decision, requestHash, now), reason: null };
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return { booked, decided: [], reason: error.reason };
    }
  }

  /** What would come of a command. Nothing is kept. */
  dryRun(command: WalletCommand, now: Instant): Answer {
    const trial = new RealWallet(this.#wallet, this.#follows);
    trial.state = this.state;
    trial.events.push(...this.events);
    for (const [id, kept] of this.#archive) trial.#archive.set(id, kept);
    for (const [id, kept] of this.#recorded) trial.#recorded.set(id, kept);
    return trial.perform(command, now);
  }

  bookDue(now: Instant): readonly WalletEvent[] {
    const booked: WalletEvent[] = [];
    for (let due = this.#due(now); due !== null; due = this.#due(now)) {
      const at = due.events.at(-1)?.occurredAt ?? now;
      booked.push(...this.#append(due, due.requestHash, at));
    }
    return booked;
  }

  /** Moves what is finished, and was not touched after a revision, to the archive. */
  retire(revision: number, at: Instant): void {
    const { lookUps, retirement } = this.#wallet;
    const { state, retired } = retirement.retire(this.state, { revision, at });
    for (const [id, kept] of this.#recorded)
      if (lookUps.placeOf(this.state, id) !== lookUps.placeOf(state, id))
        this.#archive.set(id, kept);
    this.state = state;
    for (const [id, kept] of retired) this.#archive.set(id, kept);
  }

  /** Writes the state down and reads it again, as a snapshot is. */
  reload(): void {
    this.state = this.#wallet.snapshots.restored(decodeState(encodeState(this.state)));
  }

  #due(now: Instant) {
    return atOnce(this.#wallet.due(this.state, now, this.events.length));
  }

  #decide(
    command: WalletCommand,
    now: Instant,
  ): Decision<WalletTypes> & { readonly requestHash: string } {
    const archived = this.#lookUp(command);
    const { requests } = this.#wallet;
    const requestHash = requests.fingerprint(command, this.state, { archived, isRepeat: false });
    const revision = this.events.length;
    const context = { now, revision, actor: ADMIN, requestHash, archived };
    return { ...atOnce(this.#wallet.decide(command, this.state, context)), requestHash };
  }

  // What the command names, and what that names in turn.
  #lookUp(command: WalletCommand): ReadonlyMap<string, Kept> {
    const archived = new Map<string, Kept>();
    for (let size = -1; size < archived.size;) {
      size = archived.size;
      for (const id of this.#wallet.lookUps.namedBy(command, this.state, archived)) {
        const kept = this.find(id);
        if (kept !== undefined) archived.set(id, kept);
      }
    }
    return archived;
  }

  #append(
    { events, state }: Decision<WalletTypes>,
    requestHash: string,
    at: Instant,
  ): readonly WalletEvent[] {
    const recorded = events.map((event) => this.#record(event, requestHash));
    if (this.#follows === 'DECISIONS') this.state = state;
    else if (this.state !== null)
      [
        ...faultsAfterAppend(this.state, events, { at, tenantPolicies: DEFAULT_POLICIES }),
        ...faultsOf(this.state),
      ].forEach(this.onFault);
    return recorded;
  }

  #record(event: WalletEvent, requestHash: string): WalletEvent {
    const { type, occurredAt } = event;
    const data = this.#wallet.codec.encode(event, this.state);
    const stored = { type, data, occurredAt, requestHash };
    this.events.push(stored);
    const again = this.#wallet.codec.decode(type, data, occurredAt);
    const place = { revision: this.events.length, requestHash };
    const recorded = this.#wallet.lookUps.recordOf(again, place);
    if (recorded !== undefined) this.#recorded.set(...recorded);
    if (this.#follows === 'EVENTS') {
      const before = this.state;
      this.state = fold(this.#wallet, before, stored, this.events.length);
      if (this.state !== null)
        faultsAfterEvent(this.state, { event, before, recorded: recorded?.[1] }).forEach(
          this.onFault,
        );
    }
    return again;
  }
}

/** A state as text, whatever order the keys of its objects are in. */
export const textOf = (state: unknown): string =>
  canonicalJson(state, (value) =>
    value instanceof SortedLots
      ? [...value]
      : value instanceof SortedMap
        ? [...(value as SortedMap<unknown>)]
        : value instanceof VersionedMap
          ? (value as VersionedMap<unknown>).entries()
          : `${String(value)}n`,
  );

function fold(
  wallet: WalletAggregate,
  state: WalletState,
  { type, data, occurredAt, requestHash }: StoredEvent,
  revision: number,
): WalletState {
  const event = wallet.codec.decode(type, data, occurredAt);
  return atOnce(wallet.evolve(state, event, { revision, requestHash }));
}

/** The state that stored events give when read again from the first. */
export function replay(wallet: WalletAggregate, events: readonly StoredEvent[]): string {
  let state = wallet.initial;
  events.forEach((event, index) => {
    state = fold(wallet, state, event, index + 1);
  });
  return textOf(state);
}
