import type { Access } from '../../identity/roles.ts';
import { auditAccess } from './audit/access.ts';
import { catalogAccess } from './catalog/access.ts';
import { clockAccess } from './clock/access.ts';
import { holdAccess } from './hold/access.ts';
import { memberAccess } from './member/access.ts';
import { reportAccess } from './report/access.ts';
import { requestAccess } from './request/access.ts';
import { usageAccess } from './usage/access.ts';
import { walletAccess } from './wallet/access.ts';
import { byRpc } from './by-rpc.ts';

/** Role × RPC, complete: the server does not start while an RPC is missing here. */
export const accessTable: Readonly<Record<string, Access>> = byRpc({
  WalletService: walletAccess,
  UsageService: usageAccess,
  HoldService: holdAccess,
  MemberService: memberAccess,
  RequestService: requestAccess,
  ReportService: reportAccess,
  CatalogService: catalogAccess,
  AuditService: auditAccess,
  ClockService: clockAccess,
});
