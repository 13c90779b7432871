import type * as wire from '#contracts';
import type { Wallet } from '#read-models';
import { fromInstant, fromInstantOrUnset } from '../../wire/common.ts';
import { enumTo } from '../../wire/enums.ts';
import { fromPolicies } from '../../wire/policies.ts';

export const fromWallet = (wallet: Wallet): wire.Wallet => ({
  walletId: wallet.walletId,
  owner: { type: enumTo('OWNER_TYPE', wallet.owner.type), id: wallet.owner.id },
  unit: wallet.unit,
  currency: wallet.currency,
  timeZone: wallet.timeZone,
  policies: fromPolicies(wallet.policies, wallet.unit.scale),
  status: enumTo('WALLET_STATUS', wallet.status),
  openedAt: fromInstant(wallet.openedAt),
  closedAt: fromInstantOrUnset(wallet.closedAt),
});
