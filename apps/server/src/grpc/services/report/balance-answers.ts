import type { QueryBus } from '@nestjs/cqrs';
import { GetBalance, GetBalanceAsOf, GetMemberBalance, type Reading } from '#application';
import type { GetBalanceRequest, GetBalanceResponse, WatchBalanceRequest } from '#contracts';
import type { CallContext } from '../../transport/call-context.ts';
import { fromBalance, fromBalanceAsOf, fromMemberBalance } from './balances.ts';
import { toInstantOrUnset } from '../../wire/common.ts';
import { readerOf } from '../../wire/reading.ts';

type BalanceAsked = WatchBalanceRequest &
  Partial<Pick<GetBalanceRequest, 'effectiveAt' | 'knownAt'>>;

/** A balance: the wallet's or a member's, now or as of a time. */
export async function balanceFor(
  queries: QueryBus,
  request: BalanceAsked,
  call: CallContext,
): Promise<GetBalanceResponse> {
  const { walletId, memberId } = request;
  const reader = readerOf(call, request);
  const effectiveAt = toInstantOrUnset(request.effectiveAt);
  const knownAt = toInstantOrUnset(request.knownAt);
  if (effectiveAt !== undefined || knownAt !== undefined) {
    const asked = { walletId, memberId, effectiveAt, knownAt };
    return fromBalanceAsOf(await queries.execute(new GetBalanceAsOf(asked, reader)), memberId);
  }
  if (memberId === undefined)
    return fromBalance(await queries.execute(new GetBalance({ walletId }, reader)));
  const told = await queries.execute(new GetMemberBalance({ walletId, memberId }, reader));
  return fromMemberBalance(told, call.isOwnOnly);
}

/** The balance now, and again whenever it has changed. */
export async function* balancesFor(
  { queries, reading }: { readonly queries: QueryBus; readonly reading: Reading },
  request: WatchBalanceRequest,
  call: CallContext,
): AsyncGenerator<GetBalanceResponse, void, undefined> {
  let last = '';
  let asked = request;
  for (;;) {
    const { readAt, ...balance } = await balanceFor(queries, asked, call);
    const told = JSON.stringify(balance);
    if (told !== last) yield { ...balance, readAt };
    last = told;
    await reading.movedOn(BigInt(readAt?.position ?? 0), call.signal);
    // What was waited for once is there.
    asked = { ...request, atLeastPosition: undefined };
  }
}
