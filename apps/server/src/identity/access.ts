import { accessTable } from '../grpc/services/access-table.ts';
import type { Access, Reach, Role } from './roles.ts';

const accessByRpc: ReadonlyMap<string, Access> = new Map(Object.entries(accessTable));

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
