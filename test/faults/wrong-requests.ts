import type { Wrong } from './wrong-fields.ts';

const ending = ($case: string, value: string | boolean): object => ({ end: { $case, value } });
const many = (count: number): readonly number[] => Array.from({ length: count }, (_, i) => i);

const zones = [
  '',
  'Europe/Berlinn',
  'Berlin',
  'Mars/Olympus',
  '+01:00',
  'CET-1',
  '../UTC',
  'UTC\n',
];

const open = 'WalletService/OpenWallet';
const purchase = 'WalletService/RecordPurchase';
const grant = 'WalletService/GrantCredits';
const consume = 'UsageService/ConsumeCredits';
const list = 'ReportService/ListTransactions';
const breakdown = 'ReportService/GetUsageBreakdown';

/** What else can be wrong in one field. */
export const wrongForms: readonly Wrong[] = [
  ...zones.map((timeZone): Wrong => [open, { timeZone }, ['time_zone']]),
  ...['', 'eur', 'EURO', 'E1R'].map((currency): Wrong => [open, { currency }, ['currency']]),
  [open, { unit: { code: 'C', scale: 7 } }, ['unit.scale']],
  [open, { unit: undefined }, ['unit']],
  [open, { owner: { type: 'OWNER_TYPE_UNSPECIFIED', id: 'a' } }, ['owner.type']],
  [open, { owner: { type: 'OWNER_TYPE_PERSON', id: '' } }, ['owner.id']],
  [open, policies({ overdraftLimit: '-5' }), ['policies.overdraft_limit']],
  [open, policies({ lateWindow: 'P1M' }), ['policies.late_window']],
  [open, policies({ acceptanceWindow: '35 days' }), ['policies.acceptance_window']],
  [open, policies({ ranks: [{ kind: 'LOT_KIND_PROMO', rank: 1001 }] }), ['policies.ranks[0].rank']],
  [purchase, { cost: { currency: 'EUR', minorUnits: '-1' } }, ['cost.minor_units']],
  [purchase, { cost: { currency: 'EUR', minorUnits: '1.5' } }, ['cost.minor_units']],
  [purchase, { cost: undefined }, ['cost']],
  [purchase, { rank: 1001 }, ['rank']],
  [purchase, { salesReference: 'S'.repeat(257) }, ['sales_reference']],
  [purchase, { restrictedTo: ['photo apply'] }, ['restricted_to']],
  [grant, { end: undefined }, ['end']],
  [grant, { end: { end: undefined } }, ['end']],
  [grant, { reason: 'r'.repeat(1001) }, ['reason']],
  [grant, { kind: 'LOT_KIND_PURCHASED' }, ['kind']],
  ...['', '1Y', 'P', 'P0D', '-P1D', 'P1Y2', 'P1,5D'].map((after): Wrong => [
    grant,
    { end: ending('after', after) },
    ['end.after'],
  ]),
  [grant, { end: ending('endOfLocalDay', 'soon') }, ['end.end_of_local_day']],
  [grant, { end: ending('never', false) }, ['end.never']],
  [consume, { quantities: new Map([['photos', '1e3']]) }, ['quantities']],
  [consume, { quantities: new Map([['photos', '-1']]) }, ['quantities']],
  [consume, { quantities: new Map(many(101).map((n) => [`q${n}`, '1'])) }, ['quantities']],
  [consume, { settings: new Map([['', 'new']]) }, ['settings']],
  [consume, { settings: new Map([['background', '']]) }, ['settings']],
  [consume, { resource: { type: 'event', id: 'e', name: 'n'.repeat(257) } }, ['resource.name']],
  [consume, { resource: { type: '', id: 'e', name: '' } }, ['resource.type']],
  ['UsageService/BatchRecordUsage', { records: [] }, ['records']],
  ['MemberService/AllocateCredits', { shares: undefined }, ['shares']],
  ['MemberService/SetCap', { target: undefined }, ['target']],
  ['MemberService/SetCap', { limit: undefined }, ['limit']],
  ['MemberService/SetCap', { limit: { $case: 'none', value: false } }, ['none']],
  ['HoldService/PlaceHold', { deadline: undefined }, ['deadline']],
  [list, { pageSize: 501 }, ['page_size']],
  ...['made up', 'x'.repeat(1025)].map((pageToken): Wrong => [list, { pageToken }, ['page_token']]),
  [list, { resourceType: undefined, resourceId: 'e-1' }, ['resource_id']],
  ['ReportService/ListLots', { pageToken: 'AAAA' }, ['page_token']],
  ['AuditService/ReadStream', { pageToken: '-1' }, ['page_token']],
  ['AuditService/ReadStream', { fromRevision: 0n }, ['from_revision']],
  ['ReportService/GetMonthlyUsage', { previousMonths: 121 }, ['previous_months']],
  ['ReportService/GetMemberUsage', { fromMonth: '2026-13' }, ['from_month']],
  ['ReportService/GetMemberUsage', { untilMonth: '1999-12' }, ['until_month']],
  ...[
    { groupBy: [] },
    { groupBy: ['USAGE_GROUPING_UNSPECIFIED'] },
    { groupBy: ['USAGE_GROUPING_DAY', 'USAGE_GROUPING_DAY'] },
    { groupBy: ['USAGE_GROUPING_DAY', 'USAGE_GROUPING_ACTION', 'USAGE_GROUPING_MEMBER'] },
  ].map((given): Wrong => [breakdown, given, ['group_by']]),
  ...['', '2026-02-30', '2026-2-3', '1999-12-31'].map((fromDay): Wrong => [
    breakdown,
    { fromDay },
    ['from_day'],
  ]),
  ...['', '2026-01-01', '2025-12-31', '2027-02-06', '2026-13-01'].map((toDay): Wrong => [
    breakdown,
    { toDay },
    ['to_day'],
  ]),
  ...['made up', '+a', '+a +b +c', '+a *'].map((pageToken): Wrong => [
    breakdown,
    { pageToken },
    ['page_token'],
  ]),
  ...['x', '-1', '01', '1'.repeat(20)].map((atLeastPosition): Wrong => [
    'ReportService/GetBalance',
    { atLeastPosition },
    ['at_least_position'],
  ]),
  ...['', '1h', 'P1M', 'PT-1S'].map((by): Wrong => ['ClockService/AdvanceTime', { by }, ['by']]),
];

function policies(given: object): object {
  return { policies: { ranks: [], ...given } };
}

/** Enums whose value nobody knows. */
export const wrongEnums: readonly Wrong[] = [
  [grant, { kind: 'UNRECOGNIZED' }, ['kind']],
  [open, { owner: { type: 'UNRECOGNIZED', id: 'a' } }, ['owner.type']],
  [open, policies({ memberFunding: 'UNRECOGNIZED' }), ['policies.member_funding']],
  [open, policies({ burnOrder: 'UNRECOGNIZED' }), ['policies.burn_order']],
  [open, policies({ ranks: [{ kind: 'UNRECOGNIZED', rank: 1 }] }), ['policies.ranks[0].kind']],
  ['HoldService/PlaceHold', { overCapture: 'UNRECOGNIZED' }, ['over_capture']],
  ['MemberService/AddMember', { role: 'UNRECOGNIZED' }, ['role']],
  ['MemberService/SetCap', { window: 'UNRECOGNIZED' }, ['window']],
  ['RequestService/ListRequests', { status: 'UNRECOGNIZED' }, ['status']],
  ['ReportService/ListLots', { statuses: ['LOT_STATUS_ACTIVE', 'UNRECOGNIZED'] }, ['statuses']],
  ['ReportService/ListLots', { kinds: ['UNRECOGNIZED'] }, ['kinds']],
  [list, { tab: 'UNRECOGNIZED' }, ['tab']],
  [breakdown, { groupBy: ['UNRECOGNIZED'] }, ['group_by']],
  [list, { kinds: ['UNRECOGNIZED'] }, ['kinds']],
];

/** What only the wallet can judge, and still is one field of the request. */
export const wrongForTheWallet: readonly Wrong[] = [
  [purchase, { amount: '1.234' }, ['amount']],
  [grant, { amount: '0.001' }, ['amount']],
  [consume, { amount: '1.001' }, ['amount']],
  ['UsageService/RecordUsage', { amount: '1.001' }, ['amount']],
  ['RequestService/RequestCredits', { amount: '1.001' }, ['amount']],
  ['UsageService/ReverseConsumption', { amount: '1.001' }, ['amount']],
  [grant, { end: ending('after', 'P9000Y') }, ['end.after']],
  ['HoldService/PlaceHold', { deadline: { seconds: 1_772_500_000n, nanos: 0 } }, ['deadline']],
  ['HoldService/PlaceHold', { deadline: { seconds: 1_700_000_000n, nanos: 0 } }, ['deadline']],
  ['ClockService/AdvanceTime', { by: 'PT87600000H' }, ['by']],
  ['ClockService/SetTime', { time: { seconds: 1_700_000_000n, nanos: 0 } }, ['time']],
];

/** What is well said and is not there, or not known. */
export const unknown: readonly (readonly [rpc: string, change: object, reason: string])[] = [
  ['UsageService/ReverseConsumption', { consumptionId: 'none' }, 'CONSUMPTION_NOT_FOUND'],
  ['HoldService/CaptureHold', { holdId: 'none' }, 'HOLD_NOT_FOUND'],
  ['HoldService/ReleaseHold', { holdId: 'none' }, 'HOLD_NOT_FOUND'],
  ['HoldService/GetHold', { holdId: 'none' }, 'HOLD_NOT_FOUND'],
  ['WalletService/VoidLot', { lotId: 'grant:none' }, 'LOT_NOT_FOUND'],
  ['WalletService/MoveExpiry', { lotId: 'grant:none' }, 'LOT_NOT_FOUND'],
  ['WalletService/WriteOffDebt', { consumptionId: 'none' }, 'CONSUMPTION_NOT_FOUND'],
  ['MemberService/RemoveMember', { memberId: 'none' }, 'MEMBER_NOT_FOUND'],
  ['MemberService/RecallAllocation', { memberId: 'none' }, 'MEMBER_NOT_FOUND'],
  [consume, { memberId: 'none' }, 'MEMBER_NOT_FOUND'],
  ['UsageService/RecordUsage', { memberId: 'none' }, 'MEMBER_NOT_FOUND'],
  ['HoldService/PlaceHold', { memberId: 'none' }, 'MEMBER_NOT_FOUND'],
  ['RequestService/ApproveRequest', { requestId: 'none' }, 'REQUEST_NOT_FOUND'],
  ['RequestService/RejectRequest', { requestId: 'none' }, 'REQUEST_NOT_FOUND'],
  ['RequestService/WithdrawRequest', { requestId: 'none' }, 'REQUEST_NOT_FOUND'],
  [consume, { action: 'none' }, 'NO_RATE'],
  [consume, { settings: new Map([['none', 'x']]) }, 'UNKNOWN_SETTING'],
  [consume, { settings: new Map([['quality', 'none']]) }, 'UNKNOWN_SETTING'],
  [consume, { quantities: new Map([['none', '1']]) }, 'UNKNOWN_QUANTITY'],
];
