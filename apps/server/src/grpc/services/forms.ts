import type { Form } from '../transport/validation/form.ts';
import { byRpc } from './by-rpc.ts';
import { auditForms } from './audit/forms.ts';
import { catalogForms } from './catalog/forms.ts';
import { clockForms } from './clock/forms.ts';
import { holdForms } from './hold/forms.ts';
import { memberForms } from './member/forms.ts';
import { reportForms } from './report/forms.ts';
import { requestForms } from './request/forms.ts';
import { usageForms } from './usage/forms.ts';
import { walletForms } from './wallet/forms.ts';

/** What the request of each RPC must be like. An RPC that is missing here stops the start. */
const forms: Readonly<Record<string, Form>> = byRpc<Form>({
  WalletService: walletForms,
  UsageService: usageForms,
  HoldService: holdForms,
  MemberService: memberForms,
  RequestService: requestForms,
  ReportService: reportForms,
  CatalogService: catalogForms,
  AuditService: auditForms,
  ClockService: clockForms,
});

/** The form of an RPC's requests; of a stream's, that of each of its messages. */
export const formOfRpc = (rpc: string): Form | undefined => forms[rpc];
