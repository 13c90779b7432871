import { listWallets, type Answer, type Page, type Wallet, type WalletsQuery } from '#read-models';
import { answeringFromDocuments } from './answering.ts';
import { LedgerQuery } from './ledger-query.ts';

export class ListWallets extends LedgerQuery<WalletsQuery, Answer & Page<Wallet>> {}

export const listWalletsHandler = answeringFromDocuments(
  ListWallets,
  (reads, asked, { tenantPolicies }) => listWallets(reads, asked, tenantPolicies),
);
