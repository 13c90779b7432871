import { getWallet, type Answer, type Wallet, type WalletQuery } from '#read-models';
import { answeringFromDocuments } from './answering.ts';
import { LedgerQuery } from './ledger-query.ts';

export class GetWallet extends LedgerQuery<WalletQuery, Answer & { readonly wallet: Wallet }> {}

export const getWalletHandler = answeringFromDocuments(
  GetWallet,
  (reads, asked, { tenantPolicies }) => getWallet(reads, asked, tenantPolicies),
);
