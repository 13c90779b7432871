import type * as wire from '#contracts';
import type { AnsweredAt } from '#application';
import { formatCredits } from '#ledger';
import type { MemberBalance, WalletAnswer, WalletBalance } from '#read-models';
import { enumTo } from '../../wire/enums.ts';
import { readAt } from '../../wire/reading.ts';

type Balance = Required<Pick<wire.GetBalanceResponse, 'byKind'>> & wire.GetBalanceResponse;

export function fromBalance(told: AnsweredAt<WalletAnswer & WalletBalance>): Balance {
  const { scale } = told;
  return {
    balance: formatCredits(told.balance, scale),
    available: formatCredits(told.available, scale),
    held: formatCredits(told.held, scale),
    debt: formatCredits(told.debt, scale),
    ...kindsAndEnds(told),
    readAt: readAt(told),
  };
}

/** A member's part: its pocket and what it shares. A member alone is told no more. */
export function fromMemberBalance(
  told: AnsweredAt<WalletAnswer & MemberBalance>,
  isOwnOnly: boolean,
): Balance {
  const { scale, personal, shared, held } = told;
  const own = {
    personal: formatCredits(personal, scale),
    shared: shared === null ? undefined : formatCredits(shared, scale),
    readAt: readAt(told),
  };
  if (isOwnOnly) return { byKind: [], ...own };
  return { held: formatCredits(held, scale), ...kindsAndEnds(told), ...own };
}

/** As of a time only the one figure is known. */
export function fromBalanceAsOf(
  told: AnsweredAt<WalletAnswer & Pick<WalletBalance, 'balance'>>,
  memberId: string | undefined,
): Balance {
  const balance = formatCredits(told.balance, told.scale);
  const figure = memberId === undefined ? { balance } : { personal: balance };
  return { ...figure, byKind: [], readAt: readAt(told) };
}

const kindsAndEnds = ({
  byKind,
  expiringIn7Days,
  expiringIn30Days,
  scale,
}: Pick<WalletBalance, 'byKind' | 'expiringIn7Days' | 'expiringIn30Days'> & WalletAnswer) => ({
  byKind: byKind.map(({ kind, available, held }) => ({
    kind: enumTo('LOT_KIND', kind),
    available: formatCredits(available, scale),
    held: formatCredits(held, scale),
  })),
  expiringIn7Days: formatCredits(expiringIn7Days, scale),
  expiringIn30Days: formatCredits(expiringIn30Days, scale),
});
