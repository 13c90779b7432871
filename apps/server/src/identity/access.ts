/** What a credential may say its holder is. Finance, operators and auditors are the product's. */
export type Role = 'member' | 'admin' | 'service' | 'finance' | 'operator' | 'auditor';

/** Which rows an RPC may show or change: the caller's own, its own and the pool's, or every row. */
export type Reach = 'own' | 'own-and-shared' | 'all';

/** Who has an RPC. A member has it only where its reach is said. */
interface Access {
  readonly roles: readonly Exclude<Role, 'member'>[];
  readonly member?: Reach;
}

const admin: Access = { roles: ['admin'] };
const service: Access = { roles: ['service'] };
const finance: Access = { roles: ['finance'] };
const operator: Access = { roles: ['operator'] };
const readers: Access = { roles: ['admin', 'service', 'finance', 'operator', 'auditor'] };
const everyone: Access = { ...readers, member: 'all' };
const examiners: Access = { roles: ['operator', 'auditor'] };

/** Role × RPC, complete: the server does not start while an RPC is missing here. */
const access = {
  'WalletService/OpenWallet': { roles: ['service', 'operator'] },
  'WalletService/GetWallet': everyone,
  'WalletService/ListWallets': readers,
  'WalletService/ChangePolicy': operator,
  'WalletService/CloseWallet': operator,
  'WalletService/GrantCredits': { roles: ['finance', 'operator'] },
  'WalletService/RecordPurchase': { roles: ['service', 'finance'] },
  'WalletService/VoidLot': finance,
  'WalletService/MoveExpiry': finance,
  'WalletService/WriteOffDebt': finance,

  'UsageService/ConsumeCredits': service,
  'UsageService/RecordUsage': service,
  'UsageService/BatchRecordUsage': service,
  'UsageService/StreamUsage': service,
  'UsageService/ReverseConsumption': { roles: ['service', 'finance'] },
  'UsageService/QuoteUsage': { ...readers, member: 'own-and-shared' },

  'HoldService/PlaceHold': service,
  'HoldService/CaptureHold': service,
  'HoldService/ExtendHold': service,
  'HoldService/ReleaseHold': service,
  'HoldService/GetHold': readers,

  'MemberService/AddMember': { roles: ['admin', 'service'] },
  'MemberService/RemoveMember': { roles: ['admin', 'service'] },
  'MemberService/ListMembers': readers,
  'MemberService/SetCap': admin,
  'MemberService/AllocateCredits': admin,
  'MemberService/RecallAllocation': admin,

  'RequestService/RequestCredits': { ...service, member: 'own' },
  'RequestService/WithdrawRequest': { ...service, member: 'own' },
  'RequestService/ListRequests': { ...readers, member: 'own' },
  'RequestService/ApproveRequest': admin,
  'RequestService/RejectRequest': admin,
  'RequestService/ApproveAllRequests': admin,
  'RequestService/RejectAllRequests': admin,

  'ReportService/GetBalance': { ...readers, member: 'own-and-shared' },
  'ReportService/ListLots': readers,
  'ReportService/ListTransactions': { ...readers, member: 'own' },
  'ReportService/GetMonthlyUsage': { ...readers, member: 'own' },
  'ReportService/GetMemberUsage': { ...readers, member: 'own' },
  'ReportService/GetUsageBreakdown': { ...readers, member: 'own' },
  'ReportService/WatchBalance': { ...readers, member: 'own-and-shared' },

  'CatalogService/PublishRateCard': operator,
  'CatalogService/GetRateCard': everyone,

  'AuditService/ReadStream': examiners,
  'AuditService/ExportStream': examiners,
  'AuditService/VerifyStream': examiners,
  'AuditService/CompareReadModels': examiners,
  'AuditService/ExportPerson': operator,
  'AuditService/ErasePerson': operator,

  'ClockService/GetTime': everyone,
  'ClockService/SetTime': operator,
  'ClockService/AdvanceTime': operator,
} as const satisfies Readonly<Record<string, Access>>;

const accessByRpc: ReadonlyMap<string, Access> = new Map(Object.entries(access));

/** Who has one RPC. */
export interface AccessRow {
  readonly rpc: string;
  readonly roles: readonly Role[];
  /** How far a member reaches with it, if a member has it. */
  readonly member?: Reach | undefined;
}

/** The whole table, for what is written down of it. */
export const accessRows = (): readonly AccessRow[] =>
  [...accessByRpc].map(([rpc, row]) => ({ rpc, ...row }));

/** The RPCs that the table says nothing of. Any at all must stop the server from starting. */
export function missingRpcs(allRpcNames: readonly string[]): string[] {
  return allRpcNames.filter((rpc) => !accessByRpc.has(rpc));
}

/** The rows of the table for RPCs that are not there, most likely renamed. */
export function unknownRpcs(allRpcNames: readonly string[]): string[] {
  const served = new Set(allRpcNames);
  return [...accessByRpc.keys()].filter((rpc) => !served.has(rpc));
}

/** Whether one of the caller's roles has the RPC. Nobody has an RPC that is not in the table. */
export function mayCall(rpc: string, caller: { readonly roles: ReadonlySet<Role> }): boolean {
  return reachOf(rpc, caller) !== null;
}

/** How far the caller reaches with the RPC, by the widest of its roles; null is not at all. */
export function reachOf(
  rpc: string,
  { roles }: { readonly roles: ReadonlySet<Role> },
): Reach | null {
  const row = accessByRpc.get(rpc);
  if (row === undefined) return null;
  if (row.roles.some((role) => roles.has(role))) return 'all';
  return roles.has('member') ? (row.member ?? null) : null;
}
