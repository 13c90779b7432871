import type { Form } from './form.ts';
import { PersonForm, ReadStreamForm, StreamForm } from './forms/audit.ts';
import { GetRateCardForm, PublishRateCardForm } from './forms/catalog.ts';
import { AdvanceTimeForm, SetTimeForm } from './forms/clock.ts';
import {
  CaptureHoldForm,
  ExtendHoldForm,
  GetHoldForm,
  PlaceHoldForm,
  ReleaseHoldForm,
} from './forms/hold.ts';
import * as member from './forms/member.ts';
import * as report from './forms/report.ts';
import * as request from './forms/request.ts';
import * as usage from './forms/usage.ts';
import * as wallet from './forms/wallet.ts';

/** What the request of each RPC must be like. An RPC that is missing here stops the start. */
const forms = {
  'WalletService/OpenWallet': wallet.OpenWalletForm,
  'WalletService/GetWallet': wallet.GetWalletForm,
  'WalletService/ListWallets': wallet.ListWalletsForm,
  'WalletService/ChangePolicy': wallet.ChangePolicyForm,
  'WalletService/CloseWallet': wallet.CloseWalletForm,
  'WalletService/GrantCredits': wallet.GrantCreditsForm,
  'WalletService/RecordPurchase': wallet.RecordPurchaseForm,
  'WalletService/VoidLot': wallet.VoidLotForm,
  'WalletService/MoveExpiry': wallet.MoveExpiryForm,
  'WalletService/WriteOffDebt': wallet.WriteOffDebtForm,

  'UsageService/ConsumeCredits': usage.ConsumeCreditsForm,
  'UsageService/RecordUsage': usage.RecordUsageForm,
  'UsageService/BatchRecordUsage': usage.BatchRecordUsageForm,
  'UsageService/StreamUsage': usage.StreamUsageForm,
  'UsageService/ReverseConsumption': usage.ReverseConsumptionForm,
  'UsageService/QuoteUsage': usage.QuoteUsageForm,

  'HoldService/PlaceHold': PlaceHoldForm,
  'HoldService/CaptureHold': CaptureHoldForm,
  'HoldService/ExtendHold': ExtendHoldForm,
  'HoldService/ReleaseHold': ReleaseHoldForm,
  'HoldService/GetHold': GetHoldForm,

  'MemberService/AddMember': member.AddMemberForm,
  'MemberService/RemoveMember': member.RemoveMemberForm,
  'MemberService/ListMembers': member.ListMembersForm,
  'MemberService/SetCap': member.SetCapForm,
  'MemberService/AllocateCredits': member.AllocateCreditsForm,
  'MemberService/RecallAllocation': member.RecallAllocationForm,

  'RequestService/RequestCredits': request.RequestCreditsForm,
  'RequestService/WithdrawRequest': request.WithdrawRequestForm,
  'RequestService/ListRequests': request.ListRequestsForm,
  'RequestService/ApproveRequest': request.ApproveRequestForm,
  'RequestService/RejectRequest': request.RejectRequestForm,
  'RequestService/ApproveAllRequests': request.ApproveAllRequestsForm,
  'RequestService/RejectAllRequests': request.RejectAllRequestsForm,

  'ReportService/GetBalance': report.GetBalanceForm,
  'ReportService/ListLots': report.ListLotsForm,
  'ReportService/ListTransactions': report.ListTransactionsForm,
  'ReportService/GetMonthlyUsage': report.GetMonthlyUsageForm,
  'ReportService/GetMemberUsage': report.GetMemberUsageForm,
  'ReportService/GetUsageBreakdown': report.GetUsageBreakdownForm,
  'ReportService/WatchBalance': report.WatchBalanceForm,

  'CatalogService/PublishRateCard': PublishRateCardForm,
  'CatalogService/GetRateCard': GetRateCardForm,

  'AuditService/ReadStream': ReadStreamForm,
  'AuditService/ExportStream': StreamForm,
  'AuditService/VerifyStream': StreamForm,
  'AuditService/CompareReadModels': StreamForm,
  'AuditService/ExportPerson': PersonForm,
  'AuditService/ErasePerson': PersonForm,

  // It has no fields.
  'ClockService/GetTime': Object,
  'ClockService/SetTime': SetTimeForm,
  'ClockService/AdvanceTime': AdvanceTimeForm,
} as const;

const formsByRpc: ReadonlyMap<string, Form> = new Map(Object.entries(forms));

/** The form of an RPC's requests; of a stream's, that of each of its messages. */
export const formOfRpc = (rpc: string): Form | undefined => formsByRpc.get(rpc);
