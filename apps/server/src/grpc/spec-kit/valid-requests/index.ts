import type { Fields } from '../../validation/form.ts';
import { AuditService, ClockService, ReportService } from './reports.ts';
import { CatalogService, HoldService, UsageService } from './usage.ts';
import { MemberService, RequestService, WalletService } from './wallets.ts';

const requests = {
  WalletService,
  UsageService,
  HoldService,
  MemberService,
  RequestService,
  ReportService,
  CatalogService,
  AuditService,
  ClockService,
};

/** A request of each RPC, for tests: as documented, and in the shape that it has once decoded. */
export const validRequests: ReadonlyMap<string, Fields> = new Map(
  Object.entries(requests).flatMap(([service, ofService]) =>
    Object.entries<object>(ofService).map(
      ([rpc, request]) => [`${service}/${rpc}`, request as Fields] as const,
    ),
  ),
);
