import type { Fields } from '../transport/validation/form.ts';
import { auditExamples } from '../services/audit/examples.ts';
import { catalogExamples } from '../services/catalog/examples.ts';
import { clockExamples } from '../services/clock/examples.ts';
import { holdExamples } from '../services/hold/examples.ts';
import { memberExamples } from '../services/member/examples.ts';
import { reportExamples } from '../services/report/examples.ts';
import { requestExamples } from '../services/request/examples.ts';
import { usageExamples } from '../services/usage/examples.ts';
import { walletExamples } from '../services/wallet/examples.ts';

const requests = {
  WalletService: walletExamples,
  UsageService: usageExamples,
  HoldService: holdExamples,
  MemberService: memberExamples,
  RequestService: requestExamples,
  ReportService: reportExamples,
  CatalogService: catalogExamples,
  AuditService: auditExamples,
  ClockService: clockExamples,
};

/** A request of each RPC, for tests: as documented, and in the shape that it has once decoded. */
export const validRequests: ReadonlyMap<string, Fields> = new Map(
  Object.entries(requests).flatMap(([service, ofService]) =>
    Object.entries<object>(ofService).map(
      ([rpc, request]) => [`${service}/${rpc}`, request as Fields] as const,
    ),
  ),
);
