import { AuditController } from './audit/audit-controller.ts';
import { CatalogController } from './catalog/catalog-controller.ts';
import { ClockController } from './clock/clock-controller.ts';
import { HoldController } from './hold/hold-controller.ts';
import { MemberController } from './member/member-controller.ts';
import { ReportController } from './report/report-controller.ts';
import { RequestController } from './request/request-controller.ts';
import { UsageController } from './usage/usage-controller.ts';
import { WalletController } from './wallet/wallet-controller.ts';

/** The controllers of the public API, one a service. */
export const allControllers = [
  WalletController,
  UsageController,
  HoldController,
  MemberController,
  RequestController,
  ReportController,
  CatalogController,
  AuditController,
  ClockController,
];
