import {
  GetHoldRequest,
  GetMemberUsageRequest,
  GetMonthlyUsageRequest,
  HoldServiceService,
  ListMembersRequest,
  MemberServiceService,
  ReportServiceService,
  type RequestStatus,
} from '#contracts';
import { plain } from '../support/plain.ts';
import { breakdown, type BreakdownSeen } from './breakdown.ts';
import { balance, lotsOf, requests, type Sight, sumOf, transactions, viewer } from './answers.ts';

/** What a scenario may look at. Lists are as they are answered: newest first. */
export interface View {
  readonly available?: number;
  readonly balance?: number;
  readonly held?: number;
  readonly debt?: number;
  readonly expiringIn7Days?: number;
  /** What is free of each kind. */
  readonly byKind?: Readonly<Record<string, number>>;
  /** What is free in the pool, of lots in force. */
  readonly pool?: number;
  /** Lots by their names: what is free, or their parts. */
  readonly lots?: Readonly<Record<string, number | object>>;
  /** Pocket and pool as a member's balance says. */
  readonly members?: Readonly<Record<string, object>>;
  /** The list of members. */
  readonly team?: readonly object[];
  readonly holds?: Readonly<Record<string, object>>;
  /** The badge, what is requested, what would remain, and the sections. */
  readonly requests?: object;
  readonly requestsOf?: Readonly<Record<string, readonly object[]>>;
  readonly all?: readonly object[];
  readonly usage?: readonly object[];
  readonly purchase?: readonly object[];
  readonly lapsed?: readonly object[];
  /** The member's own list. */
  readonly history?: Readonly<Record<string, readonly object[]>>;
  /** "2026-07 100/2 current" */
  readonly cards?: readonly string[];
  /** "42.5/2" by member, and of the organisation. */
  readonly usedBy?: Readonly<Record<string, string>>;
  /** By questions: "ann photo 42.5-5 2+1" is used less reversed, how often, and free besides. */
  readonly breakdown?: readonly BreakdownSeen[];
  readonly asOf?: readonly {
    readonly effective?: string;
    readonly known?: string;
    readonly balance: number;
  }[];
}

/** What is there of all that the view names. */
export async function look(sight: Sight, view: View): Promise<Readonly<Record<string, unknown>>> {
  const seen = await Promise.all(
    Object.entries(view).map(async ([name, wanted]) => {
      const glance = glances[name as keyof View] as Glance<unknown>;
      return [name, plain(await glance(sight, wanted), sight)] as const;
    }),
  );
  return Object.fromEntries(seen);
}

type Glance<Wanted> = (sight: Sight, wanted: Wanted) => Promise<unknown>;

const glances: { readonly [Name in keyof View]-?: Glance<NonNullable<View[Name]>> } = {
  available: async (sight) => (await balance(sight)).available,
  balance: async (sight) => (await balance(sight)).balance,
  held: async (sight) => (await balance(sight)).held,
  debt: async (sight) => (await balance(sight)).debt,
  expiringIn7Days: async (sight) => (await balance(sight)).expiringIn7Days,
  byKind: async (sight) =>
    Object.fromEntries(
      (await balance(sight)).byKind.map(({ kind, available }) => [
        plain(kind, sight) as string,
        available,
      ]),
    ),
  pool: async (sight) => {
    const lots = await lotsOf(sight);
    return sumOf(
      lots.filter(({ status }) => status === 'LOT_STATUS_ACTIVE').map(({ pool }) => pool),
    );
  },
  lots: async (sight, wanted) => {
    const lots = new Map(
      (await lotsOf(sight)).map((lot) => [plain(lot.terms?.lotId, sight) as string, lot]),
    );
    return pickedFrom(wanted, (name, form) => {
      const lot = lots.get(name);
      return lot !== undefined && typeof form === 'number' ? sumOf([lot.pool, lot.pockets]) : lot;
    });
  },
  members: (sight, wanted) => each(wanted, (memberId) => balance(sight, { memberId })),
  team: async ({ client, walletId, atLeastPosition }) => {
    const request = ListMembersRequest.create({ walletId, includeRemoved: true, atLeastPosition });
    return (await client.ask(MemberServiceService.listMembers, request, viewer)).members;
  },
  holds: ({ client, walletId, atLeastPosition }, wanted) =>
    each(wanted, async (holdId) => {
      const request = GetHoldRequest.create({ walletId, holdId, atLeastPosition });
      return (await client.ask(HoldServiceService.getHold, request, viewer)).hold;
    }),
  requests: async (sight) => {
    const { pendingCount, totalRequested, projected } = await requests(sight);
    const section = async (status: RequestStatus) => (await requests(sight, { status })).requests;
    return {
      badge: pendingCount,
      requested: totalRequested,
      available: projected?.available,
      remaining: projected?.remaining,
      pending: await section('REQUEST_STATUS_PENDING'),
      approved: await section('REQUEST_STATUS_APPROVED'),
      rejected: await section('REQUEST_STATUS_REJECTED'),
      cancelled: await section('REQUEST_STATUS_CANCELLED'),
    };
  },
  requestsOf: (sight, wanted) =>
    each(wanted, async (memberId) => (await requests(sight, { memberId })).requests),
  all: (sight) => transactions(sight, { tab: 'TRANSACTION_TAB_ALL' }),
  usage: (sight) => transactions(sight, { tab: 'TRANSACTION_TAB_USAGE' }),
  purchase: (sight) => transactions(sight, { tab: 'TRANSACTION_TAB_PURCHASE' }),
  lapsed: (sight) => transactions(sight, { tab: 'TRANSACTION_TAB_LAPSED' }),
  history: (sight, wanted) => each(wanted, (memberId) => transactions(sight, { memberId })),
  cards: async ({ client, walletId, atLeastPosition }) => {
    const request = GetMonthlyUsageRequest.create({ walletId, atLeastPosition });
    const { months } = await client.ask(ReportServiceService.getMonthlyUsage, request, viewer);
    return months.map(
      ({ month, total, count, current }) =>
        `${month} ${Number(total)}/${count}${current ? ' current' : ''}`,
    );
  },
  usedBy: async ({ client, walletId, atLeastPosition }) => {
    const request = GetMemberUsageRequest.create({ walletId, atLeastPosition });
    const used = await client.ask(ReportServiceService.getMemberUsage, request, viewer);
    const { members, organisationTotal, organisationCount } = used;
    return Object.fromEntries([
      ...members.map(({ memberId = 'system', total, count, removed }) => [
        memberId,
        `${Number(total)}/${count}${removed ? ' removed' : ''}`,
      ]),
      ['organisation', `${Number(organisationTotal)}/${organisationCount}`],
    ]) as unknown;
  },
  breakdown: (sight, wanted) =>
    Promise.all(wanted.map(async (seen) => ({ ...seen, rows: await breakdown(sight, seen) }))),
  asOf: (sight, wanted) =>
    Promise.all(
      wanted.map(async ({ effective, known }) => ({
        ...(effective === undefined ? {} : { effective: sight.moments.inOneForm(effective) }),
        ...(known === undefined ? {} : { known: sight.moments.inOneForm(known) }),
        balance: (await balance(sight, { effective, known })).balance,
      })),
    ),
};

async function each(
  wanted: Readonly<Record<string, unknown>>,
  ask: (name: string) => Promise<unknown>,
): Promise<unknown> {
  const names = Object.keys(wanted);
  return Object.fromEntries(await Promise.all(names.map(async (name) => [name, await ask(name)])));
}

function pickedFrom<Form>(
  wanted: Readonly<Record<string, Form>>,
  pick: (name: string, form: Form) => unknown,
): unknown {
  return Object.fromEntries(Object.entries(wanted).map(([name, form]) => [name, pick(name, form)]));
}
