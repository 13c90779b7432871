import {
  type Decision,
  type DecisionContext,
  type StreamRules,
  resultOf,
  type Steps,
} from '#eventsourcing';
import type { Catalog } from '../catalog/rate-card.ts';
import { atScale, refuse, Refusal } from '../refusal.ts';
import { Booking, type Surroundings } from './booking.ts';
import { decodeEvent, encodeData } from './codec.ts';
import type { WalletCommand } from './commands.ts';
import { decide } from './decide.ts';
import { bookDue, nextDue, SYSTEM_ACTOR, systemKey, systemRequestHash } from './due.ts';
import type { WalletEvent } from './events.ts';
import { evolve } from './evolve.ts';
import { isErasedRepeat } from './erased-repeat.ts';
import { fingerprint, textOwnerOf } from './fingerprint.ts';
import { consumptionIn } from './fold-usage.ts';
import { mayBeTooLarge } from './command-size.ts';
import { keeping } from './keeping.ts';
import { looksBack, namedBy, placeOf } from './named.ts';
import { openWallet } from './opening.ts';
import { policiesOf, type Policies } from './policies.ts';
import type { Kept, OpenWallet, WalletState } from './state.ts';

/** What the rules of one wallet need to be told. */
export interface WalletTerms {
  readonly tenantId: string;
  readonly walletId: string;
  readonly tenantPolicies: Policies;
  /** The tenant's rate cards as known now. */
  readonly catalog: () => Catalog;
  /** Seals and hashes free texts under the key of a member, or `null` for the wallet's. */
  readonly texts: {
    readonly seal: (memberId: string | null, text: string) => string;
    /** What is a repeat makes no key. */
    readonly hash: (memberId: string | null, text: string, isRepeat: boolean) => string;
    /** Whether nobody can read a sealed text any more. Unset where nothing is ever erased. */
    readonly isErased?: (memberId: string | null, sealed: string) => boolean;
  };
}

export type WalletRules = StreamRules<WalletState, WalletCommand, WalletEvent, Kept>;

/** The rules of one wallet in the form in which a stream writer runs them. */
export function walletRules(terms: WalletTerms): WalletRules {
  const { tenantId, walletId, tenantPolicies, catalog, texts } = terms;

  const surroundings = (context: Omit<DecisionContext<Kept>, 'revision'>): Surroundings => ({
    now: context.now,
    actor: context.actor,
    requestHash: context.requestHash,
    tenantPolicies,
    catalog: catalog(),
    // Nearly always nothing was looked up, and a look at an id costs its hash.
    archived: (id) => (context.archived.size === 0 ? undefined : context.archived.get(id)),
    seal: texts.seal,
  });

  return {
    initial: null,
    ...keeping(tenantPolicies),
    schemaVersion: 1,
    tenantId,
    ...tellingApart(terms),
    *decide(command, state, context) {
      if (command.type === 'OpenWallet')
        return yield* opening(command, state, { walletId, context });
      const open = requireOpen(state);
      const booking = new Booking(open, context.revision, surroundings(context));
      yield* atScale(open.unit.scale, decide(booking, command));
      return { events: booking.events, state: booking.state };
    },
    *due(state, now, revision) {
      const thing = state === null ? null : nextDue(state, now);
      if (state === null || thing === null) return null;
      const requestHash = systemRequestHash(thing, walletId);
      const context = { now: thing.at, actor: SYSTEM_ACTOR, requestHash, archived: NOTHING };
      const booking = new Booking(state, revision, surroundings(context));
      yield* bookDue(booking, thing);
      const { events, state: after } = booking;
      return { key: systemKey(thing), requestHash, actor: SYSTEM_ACTOR, events, state: after };
    },
    evolve: (state, event, place) => evolve(state, event, place),
    recordOf: consumptionIn,
    placeOf: (state, id) => (state === null ? undefined : placeOf(state, id)),
    looksBack,
    namedBy: (command, state, archived) =>
      state === null
        ? []
        : namedBy(command, state, archived, policiesOf(state.policies, tenantPolicies).lateWindow),
    mayBeTooLarge,
    tooLarge: (bytes) => new Refusal({ code: 'COMMAND_TOO_LARGE', bytes }),
    keyReused: () => new Refusal({ code: 'IDEMPOTENCY_KEY_REUSED' }),
    encodeData: (event, state) =>
      encodeData(event, event.type === 'WalletOpened' ? 0 : requireOpen(state).unit.scale),
    decodeEvent,
  };
}

/** How a command is told from another under its key. */
const tellingApart = ({
  walletId,
  texts,
}: WalletTerms): Pick<WalletRules, 'fingerprint' | 'isErasedRepeat'> => ({
  fingerprint: (command, state, archived, isRepeat = false) =>
    fingerprint(command, textOwnerOf(command, state, archived), {
      wallet: walletId,
      scale: scaleFor(command, state),
      textHash: (memberId, text) => texts.hash(memberId, text, isRepeat),
    }),
  isErasedRepeat: (command, done, state) =>
    isErasedRepeat(command, done, {
      scale: scaleFor(command, state),
      isErased: texts.isErased ?? (() => false),
    }),
});

const NOTHING: ReadonlyMap<string, Kept> = new Map();

function* opening(
  command: Extract<WalletCommand, { type: 'OpenWallet' }>,
  state: WalletState,
  { walletId, context }: { readonly walletId: string; readonly context: DecisionContext<Kept> },
): Steps<Decision<WalletState, WalletEvent>> {
  if (state !== null) return refuse({ code: 'ID_TAKEN', kind: 'WALLET', id: walletId });
  const data = openWallet(command);
  const event: WalletEvent = { type: 'WalletOpened', occurredAt: context.now, data };
  const place = { revision: 1, requestHash: context.requestHash };
  return { events: [event], state: yield* resultOf(evolve(state, event, place)) };
}

function requireOpen(state: WalletState): OpenWallet {
  return state ?? refuse({ code: 'WALLET_NOT_FOUND' });
}

function scaleFor(command: WalletCommand, state: WalletState): number {
  return command.type === 'OpenWallet' && state === null
    ? command.unit.scale
    : requireOpen(state).unit.scale;
}
