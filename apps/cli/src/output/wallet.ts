import type { Instant, Position } from '#eventsourcing';
import { DEFAULT_POLICIES, formatCredits, type Credits, type Policies } from '#ledger';
import type {
  getBalance,
  getWallet,
  listLots,
  listMembers,
  listRequests,
  listTransactions,
} from '#read-models';
import { print } from './print.ts';
import { facts, table, type Column } from './table.ts';
import { amountsOf, countText, minuteText, timeText } from './texts.ts';

type AnswerOf<Lookup extends (...given: never) => unknown> = Awaited<ReturnType<Lookup>>;

/** What is shown of a wallet: what the read models answer at an instant. */
export interface ShownWallet {
  readonly tenantId: string;
  readonly walletId: string;
  readonly wallet: AnswerOf<typeof getWallet>['wallet'];
  readonly now: Instant;
  /** How far the read models have read, and how far there is to read. */
  readonly asOf: Position;
  readonly logHead: Position;
  readonly balance: AnswerOf<typeof getBalance>;
  readonly lots: AnswerOf<typeof listLots>;
  readonly members: AnswerOf<typeof listMembers>;
  readonly requests: AnswerOf<typeof listRequests>;
  readonly transactions: AnswerOf<typeof listTransactions>;
}

export function printWallet(shown: ShownWallet): void {
  const amount = amountsOf(shown.wallet.unit.scale);
  print(terms(shown));
  section('Balance', balance(shown));
  section('Lots', lots(shown, amount), shown.lots.nextPageToken);
  section('Members', members(shown, amount), shown.members.nextPageToken);
  section(pendingTitle(shown), requests(shown, amount), shown.requests.nextPageToken);
  section(
    `Last ${countText(shown.transactions.items.length, 'transaction')}`,
    history(shown, amount),
  );
  print('');
  print(freshness(shown));
}

function section(title: string, body: string | null, nextPage: string | null = null): void {
  if (body === null) return;
  print('');
  print(title);
  print(body);
  if (nextPage !== null) print('… and more');
}

type Text = (amount: Credits) => string;

function terms({ tenantId, walletId, wallet }: ShownWallet): string {
  const { owner, unit, currency, timeZone, status, openedAt, closedAt, policies } = wallet;
  return facts([
    ['Wallet', `${walletId} of ${tenantId}`],
    ['Owner', `${owner.type.toLowerCase()} ${owner.id}`],
    ['Unit', `${unit.code}, ${countText(unit.scale, 'decimal')}`],
    ['Currency', currency],
    ['Time zone', timeZone],
    ['Opened', timeText(openedAt)],
    ['Status', status === 'OPEN' ? 'open' : `closed ${timeText(closedAt)}`],
    ['Policies', policiesText(policies)],
  ]);
}

function policiesText(policies: Policies): string {
  const names = Object.keys(policies) as (keyof Policies)[];
  const own = names.filter(
    (name) => JSON.stringify(policies[name]) !== JSON.stringify(DEFAULT_POLICIES[name]),
  );
  if (own.length === 0) return 'defaults';
  return own.map((name) => `${name} ${JSON.stringify(policies[name])}`).join(', ');
}

function balance({ balance: of }: ShownWallet): string {
  const amount = (each: Credits): string => formatCredits(each, of.scale);
  return table(
    [{ name: 'Kind' }, { name: 'Available', of: 'FIGURES' }, { name: 'Held', of: 'FIGURES' }],
    [
      ...of.byKind.map(({ kind, available, held }) => [kind, amount(available), amount(held)]),
      ...(of.debt === 0n ? [] : [['debt', amount(-of.debt), '']]),
      ['together', amount(of.available), amount(of.held)],
      ['balance', amount(of.balance), ''],
      ['ends in 7 days', amount(of.expiringIn7Days), ''],
      ['ends in 30 days', amount(of.expiringIn30Days), ''],
    ],
  );
}

function lots({ lots: { items } }: ShownWallet, amount: Text): string | null {
  if (items.length === 0) return null;
  return table(
    [
      { name: 'Lot' },
      { name: 'Kind' },
      { name: 'Status' },
      ...['Pool', 'Pockets', 'Held', 'Used', 'Lapsed'].map(figures),
      { name: 'Ends (UTC)', of: 'TIMES' },
    ],
    items.map((lot) => [
      lot.lotId,
      lot.kind,
      lot.status,
      ...[lot.pool, lot.pockets, lot.held, lot.used, lot.expired + lot.voided].map(amount),
      minuteText(lot.expiresAt),
    ]),
  );
}

function members({ members: { items } }: ShownWallet, amount: Text): string | null {
  if (items.length === 0) return null;
  return table(
    [
      { name: 'Member' },
      { name: 'Role' },
      ...['Pocket', 'Held'].map(figures),
      { name: 'Caps' },
      { name: 'Since (UTC)', of: 'TIMES' },
    ],
    items.map(({ memberId, role, pocket, held, caps, addedAt }) => [
      memberId,
      role,
      amount(pocket),
      amount(held),
      caps.map((cap) => `${cap.window} ${amount(cap.used)}/${amount(cap.amount)}`).join(', '),
      minuteText(addedAt),
    ]),
  );
}

const figures = (name: string): Column => ({ name, of: 'FIGURES' });

function pendingTitle({ requests: { pendingCount, projected, scale } }: ShownWallet): string {
  const amount = (each: Credits): string => formatCredits(each, scale);
  return (
    `${countText(pendingCount, 'pending request')}: ${amount(projected.total)} of ` +
    `${amount(projected.available)}, which leaves ${amount(projected.remaining)}`
  );
}

function requests({ requests: { items } }: ShownWallet, amount: Text): string | null {
  if (items.length === 0) return null;
  return table(
    [
      { name: 'Request' },
      { name: 'Member' },
      { name: 'Amount', of: 'FIGURES' },
      { name: 'Asked (UTC)', of: 'TIMES' },
    ],
    items.map((request) => [
      request.requestId,
      request.memberId,
      amount(request.amount),
      minuteText(request.requestedAt),
    ]),
  );
}

function history({ transactions: { items } }: ShownWallet, amount: Text): string | null {
  if (items.length === 0) return null;
  return table(
    [
      { name: 'At (UTC)', of: 'TIMES' },
      { name: 'Type' },
      { name: 'What' },
      { name: 'User' },
      { name: 'Resource' },
      ...['Amount', 'Balance'].map(figures),
    ],
    items.map((row) => [
      timeText(row.occurredAt),
      row.type,
      row.underlyingType,
      row.user,
      row.resource === undefined ? '-' : `${row.resource.type} ${row.resource.id}`,
      amount(row.amount),
      row.balanceAfter === undefined ? '' : amount(row.balanceAfter),
    ]),
  );
}

function freshness({ asOf, logHead, now }: ShownWallet): string {
  const place = `As of position ${asOf}, ${timeText(now)} UTC.`;
  if (asOf >= logHead) return place;
  return `${place} The log is at ${logHead}: start the server, or rebuild, to read on.`;
}

const POSITIONS: ReadonlySet<string> = new Set(['asOf', 'logHead', 'position']);

/** The same for machines: amounts are decimal strings of the wallet's scale. */
export function walletJson({
  lots,
  members,
  requests,
  transactions,
  ...shown
}: ShownWallet): unknown {
  const { scale } = shown.wallet.unit;
  const document = {
    ...shown,
    lots: lots.items,
    members: members.items,
    requests: requests.items,
    transactions: transactions.items,
  };
  const text = JSON.stringify(document, (key, value: unknown) => {
    if (typeof value !== 'bigint') return value;
    return POSITIONS.has(key) ? String(value) : formatCredits(value, scale);
  });
  return JSON.parse(text);
}
