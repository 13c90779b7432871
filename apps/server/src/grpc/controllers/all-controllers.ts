import { AuditController } from './audit-controller.ts';
import { CatalogController } from './catalog-controller.ts';
import { ClockController } from './clock-controller.ts';
import { HoldController } from './hold-controller.ts';
import { MemberController } from './member-controller.ts';
import { ReportController } from './report-controller.ts';
import { RequestController } from './request-controller.ts';
import { UsageController } from './usage-controller.ts';
import { WalletController } from './wallet-controller.ts';

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
