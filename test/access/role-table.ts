import type { Role } from '../../apps/server/src/identity/roles.ts';

/** Who has which RPC: the table of the API's specification, written out once more to hold against. */
const table = `
| RPCs                                                             | member         | admin | service | finance | operator | auditor |
| ---------------------------------------------------------------- | -------------- | ----- | ------- | ------- | -------- | ------- |
| OpenWallet                                                       |                |       | yes     |         | yes      |         |
| CloseWallet, ChangePolicy                                        |                |       |         |         | yes      |         |
| GetWallet                                                        | yes            | yes   | yes     | yes     | yes      | yes     |
| ListWallets                                                      |                | yes   | yes     | yes     | yes      | yes     |
| GrantCredits                                                     |                |       |         | yes     | yes      |         |
| RecordPurchase                                                   |                |       | yes     | yes     |          |         |
| VoidLot, MoveExpiry, WriteOffDebt                                |                |       |         | yes     |          |         |
| ConsumeCredits, RecordUsage, BatchRecordUsage, StreamUsage       |                |       | yes     |         |          |         |
| PlaceHold, CaptureHold, ExtendHold, ReleaseHold                  |                |       | yes     |         |          |         |
| ReverseConsumption                                               |                |       | yes     | yes     |          |         |
| QuoteUsage                                                       | own and shared | yes   | yes     | yes     | yes      | yes     |
| AddMember, RemoveMember                                          |                | yes   | yes     |         |          |         |
| SetCap, AllocateCredits, RecallAllocation                        |                | yes   |         |         |          |         |
| ApproveRequest, RejectRequest                                    |                | yes   |         |         |          |         |
| ApproveAllRequests, RejectAllRequests                            |                | yes   |         |         |          |         |
| RequestCredits, WithdrawRequest                                  | own            |       | yes     |         |          |         |
| ListMembers                                                      |                | yes   | yes     | yes     | yes      | yes     |
| ListRequests                                                     | own            | yes   | yes     | yes     | yes      | yes     |
| GetBalance, WatchBalance                                         | own and shared | yes   | yes     | yes     | yes      | yes     |
| ListTransactions, GetMonthlyUsage, GetMemberUsage                | own            | yes   | yes     | yes     | yes      | yes     |
| GetUsageBreakdown                                                | own            | yes   | yes     | yes     | yes      | yes     |
| ListLots                                                         |                | yes   | yes     | yes     | yes      | yes     |
| GetHold                                                          |                | yes   | yes     | yes     | yes      | yes     |
| PublishRateCard                                                  |                |       |         |         | yes      |         |
| GetRateCard, GetTime                                             | yes            | yes   | yes     | yes     | yes      | yes     |
| SetTime, AdvanceTime                                             |                |       |         |         | yes      |         |
| ExportPerson, ErasePerson                                        |                |       |         |         | yes      |         |
| ReadStream, ExportStream, VerifyStream, CompareReadModels        |                |       |         |         | yes      | yes     |
`;

const [header = [], , ...rows] = table
  .trim()
  .split('\n')
  .map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );

export const roles = header.slice(1) as readonly Role[];

/** The RPCs of the table with their cells, one for each role; an RPC in two rows is there twice. */
const cells: readonly (readonly [string, readonly string[]])[] = rows.flatMap(
  ([rpcs = '', ...ofRoles]) => rpcs.split(', ').map((rpc) => [rpc, ofRoles] as const),
);

export const rpcsInTable: readonly string[] = cells.map(([rpc]) => rpc);

/** The roles that have an RPC, which is named without its service. */
export function rolesWith(rpc: string): readonly Role[] {
  const row = cells.find(([name]) => name === rpc)?.[1] ?? [];
  return roles.filter((_role, index) => (row[index] ?? '') !== '');
}
