import { isSteps, type Actor, type Instant, type Revision, type Steps } from '#eventsourcing';
import type { Catalog } from '../catalog/rate-card.ts';
import type { Credits } from '../credits.ts';
import type { EventOf, EventType, WalletEvent } from './events.ts';
import { evolve } from './evolve.ts';
import type { Lot } from './lots/lot.ts';
import { policiesOf, type Policies } from './opening/policies.ts';
import { keptId, type Kept, type OpenWallet } from './state.ts';

/** What a decision may know besides the wallet's state. Everything in it is a value or pure. */
export interface Surroundings {
  /** The decision instant: the clock's, but never before the last event's (I14). */
  readonly now: Instant;
  readonly actor: Actor;
  readonly requestHash: string;
  readonly tenantPolicies: Policies;
  readonly catalog: Catalog;
  /** What the archive has of the things that the command names. */
  readonly archived: (id: string) => Kept | undefined;
  /** Seals a free text under the key of the member it is by or about, else under the wallet's. */
  readonly seal: (memberId: string | null, text: string) => string;
}

/** A small decision is one step, and of a large one every so many events are one. */
const EVENTS_A_STEP = 8;

/** By how much an event changes what the wallet has and what it holds. */
interface Change {
  readonly balance?: Credits;
  readonly held?: Credits;
}

type AfterFields = 'balanceAfter' | 'availableAfter';
type StandingFields = 'balanceStands' | 'availableStands';

/**
 * A decision in the making: the events recorded so far and the wallet as it is after them, so
 * that what follows from an event is decided on what the event left.
 */
export class Booking {
  readonly events: WalletEvent[] = [];
  readonly surroundings: Surroundings;
  #state: OpenWallet;
  #revision: Revision;

  constructor(state: OpenWallet, revision: Revision, surroundings: Surroundings) {
    this.#state = state;
    this.#revision = revision;
    this.surroundings = surroundings;
  }

  get state(): OpenWallet {
    return this.#state;
  }

  get now(): Instant {
    return this.surroundings.now;
  }

  get policies(): Policies {
    return policiesOf(this.#state.policies, this.surroundings.tenantPolicies);
  }

  /** The revision that the next event will have. */
  get nextRevision(): Revision {
    return this.#revision + 1;
  }

  /** Finds a finished thing, or a consumption: the state wins over the archive. */
  kept(id: string): Kept | undefined {
    return this.#state.kept.get(id) ?? this.surroundings.archived(id);
  }

  /** Finds a lot, in the state or else as the archive has it. */
  lot(lotId: string): Lot | undefined {
    const kept = this.kept(keptId.lot(lotId));
    return this.#state.lots.get(lotId) ?? (kept?.kind === 'LOT' ? kept.lot : undefined);
  }

  /** Brings a lot back that the archive has. */
  revive(lot: Lot): void {
    this.#state = { ...this.#state, lots: this.#state.lots.with(lot) };
  }

  *record<Type extends EventType>(
    type: Type,
    data: EventOf<Type>['data'],
    occurredAt: Instant = this.now,
  ): Steps<void> {
    const event = { type, data, occurredAt } as WalletEvent;
    this.#revision += 1;
    const { requestHash } = this.surroundings;
    const evolving = evolve(this.#state, event, { revision: this.#revision, requestHash });
    this.#state = isSteps(evolving) ? yield* evolving : evolving;
    this.events.push(event);
    if (this.events.length % EVENTS_A_STEP === 0) yield;
  }

  /** Records an event that leaves the wallet's figures as they are, and says them. */
  stand<Type extends EventType>(
    type: Type,
    data: Omit<EventOf<Type>['data'], StandingFields>,
    occurredAt: Instant = this.now,
  ): Steps<void> {
    const { balance: balanceStands, held } = this.#state;
    const standing = { balanceStands, availableStands: balanceStands - held };
    return this.record(
      type,
      { ...data, ...standing } as unknown as EventOf<Type>['data'],
      occurredAt,
    );
  }

  /** Records an event that moves credit, with the wallet's figures after it. */
  move<Type extends EventType>(
    type: Type,
    data: Omit<EventOf<Type>['data'], AfterFields>,
    { balance = 0n, held = 0n }: Change,
    occurredAt: Instant = this.now,
  ): Steps<void> {
    const balanceAfter = this.#state.balance + balance;
    const availableAfter = balanceAfter - this.#state.held - held;
    const after = { ...data, balanceAfter, availableAfter } as unknown as EventOf<Type>['data'];
    return this.record(type, after, occurredAt);
  }
}
