import { finance, operator, readers, everyone, type Access } from '../../../identity/roles.ts';

/** Who may call what of WalletService. */
export const walletAccess = {
  OpenWallet: { roles: ['service', 'operator'] },
  GetWallet: everyone,
  ListWallets: readers,
  ChangePolicy: operator,
  CloseWallet: operator,
  GrantCredits: { roles: ['finance', 'operator'] },
  RecordPurchase: { roles: ['service', 'finance'] },
  VoidLot: finance,
  MoveExpiry: finance,
  WriteOffDebt: finance,
} as const satisfies Readonly<Record<string, Access>>;
