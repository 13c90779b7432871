import { SortedMap, type Instant } from '#eventsourcing';
import {
  parseStream,
  type Credits,
  type OwnPolicies,
  type Owner,
  type Unit,
  type WalletLifeEvent,
} from '#ledger';
import { amountsFrom, parseDocument } from '../codec.ts';
import { padded } from '../keys.ts';
import { onceMade, projectionOf } from '../projection-of.ts';
import { withCap } from './caps.ts';

/** What a wallet is. What is in it, its balance says. */
export interface WalletDocument {
  readonly walletId: string;
  /** The position of its opening, by which wallets are listed. */
  readonly position: string;
  readonly owner: Owner;
  readonly unit: Unit;
  readonly currency: string;
  readonly timeZone: string;
  readonly policies: OwnPolicies;
  /** By window: what each member may spend who has no cap of its own. */
  readonly defaultCaps: SortedMap<Credits>;
  readonly openedAt: Instant;
  readonly closedAt: Instant | null;
}

type Seen = Exclude<WalletLifeEvent['type'], 'CommandAccepted'> | 'CapSet';

const itself = (_data: unknown, { stream }: { readonly stream: string }): readonly string[] => [
  namesOf(stream).walletId,
];

/** The wallets of each tenant, in the order in which they were opened. */
export const wallets = projectionOf<Seen, WalletDocument>({
  name: 'wallets',
  version: 1,
  partition: ({ stream }) => namesOf(stream).tenantId,
  keys: {
    WalletOpened: itself,
    WalletPolicyChanged: itself,
    CapSet: ({ target }, event) => (target.type === 'DEFAULT' ? itself(null, event) : []),
    WalletClosed: itself,
  },
  folds: {
    WalletOpened: (_before, { owner, unit, currency, timeZone, policies }, { event }) => ({
      walletId: namesOf(event.stream).walletId,
      position: padded(event.position),
      owner,
      unit,
      currency,
      timeZone,
      policies,
      defaultCaps: SortedMap.empty(),
      openedAt: event.metadata.occurredAt,
      closedAt: null,
    }),
    ...onceMade<Exclude<Seen, 'WalletOpened'>, WalletDocument>({
      WalletPolicyChanged: (before, { name, to }) => ({
        ...before,
        policies: { ...before.policies, [name]: to },
      }),
      CapSet: (before, { window, amount }) => ({
        ...before,
        defaultCaps: withCap(before.defaultCaps, window, amount),
      }),
      WalletClosed: (before, _data, { event }) => ({
        ...before,
        closedAt: event.metadata.occurredAt,
      }),
    }),
  },
  order: ({ position }) => position,
  decode: (body) => {
    const stored = parseDocument<WalletDocument>(body);
    return { ...stored, defaultCaps: amountsFrom(stored.defaultCaps) };
  },
});

function namesOf(stream: string): { readonly tenantId: string; readonly walletId: string } {
  const name = parseStream(stream);
  if (name?.of !== 'wallet') throw new Error(`${stream} is no wallet`);
  return name;
}
