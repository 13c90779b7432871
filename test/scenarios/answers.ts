import {
  GetBalanceRequest,
  ListLotsRequest,
  ListRequestsRequest,
  ListTransactionsRequest,
  ReportServiceService,
  RequestServiceService,
  type RequestStatus,
  type Transaction,
  type TransactionTab,
} from '#contracts';
import type { LedgerClient } from '../support/client.ts';
import type { Moments } from '../support/moments.ts';

/** Where and how fresh to look. */
export interface Sight {
  readonly client: LedgerClient;
  readonly walletId: string;
  readonly moments: Moments;
  readonly scale: number;
  readonly atLeastPosition: string | undefined;
}

/** Who looks, if it does not matter who does. */
export const viewer = 'auditor';

export function balance(
  { client, walletId, moments, atLeastPosition }: Sight,
  asked: { memberId?: string; effective?: string | undefined; known?: string | undefined } = {},
) {
  const at = (text: string | undefined) =>
    text === undefined ? undefined : moments.timestamp(text);
  const request = GetBalanceRequest.create({
    walletId,
    memberId: asked.memberId,
    effectiveAt: at(asked.effective),
    knownAt: at(asked.known),
    atLeastPosition,
  });
  return client.ask(ReportServiceService.getBalance, request, viewer);
}

export async function lotsOf({ client, walletId, atLeastPosition }: Sight) {
  const request = ListLotsRequest.create({ walletId, atLeastPosition });
  return (await client.ask(ReportServiceService.listLots, request, viewer)).lots;
}

/** Every row of a list, page by page. */
export async function transactions(
  { client, walletId, atLeastPosition }: Sight,
  { pageSize = 500, ...asked }: { tab?: TransactionTab; memberId?: string; pageSize?: number },
): Promise<readonly Transaction[]> {
  const rows: Transaction[] = [];
  let pageToken = '';
  do {
    const page = await client.ask(
      ReportServiceService.listTransactions,
      ListTransactionsRequest.create({ walletId, ...asked, pageSize, pageToken, atLeastPosition }),
      viewer,
    );
    rows.push(...page.transactions);
    pageToken = page.nextPageToken;
  } while (pageToken !== '');
  return rows;
}

export function requests(
  { client, walletId, atLeastPosition }: Sight,
  asked: { status?: RequestStatus; memberId?: string } = {},
) {
  const request = ListRequestsRequest.create({ walletId, ...asked, atLeastPosition });
  return client.ask(RequestServiceService.listRequests, request, viewer);
}

/** The sum of amounts of one scale, in that scale. */
export function sumOf(amounts: readonly string[]): string {
  const scale = amounts[0]?.split('.')[1]?.length ?? 2;
  const minor = amounts.reduce((sum, amount) => sum + BigInt(amount.replace('.', '')), 0n);
  const digits = (minor < 0n ? -minor : minor).toString().padStart(scale + 1, '0');
  const whole = digits.slice(0, digits.length - scale);
  const sign = minor < 0n ? '-' : '';
  return scale === 0 ? `${sign}${whole}` : `${sign}${whole}.${digits.slice(-scale)}`;
}
