import type { Fields } from '../../validation/form.ts';
import * as reports from './reports.ts';
import * as usages from './usage.ts';
import * as wallets from './wallets.ts';

/** A request of each RPC, for tests: as documented, and in the shape that it has once decoded. */
export const validRequests: ReadonlyMap<string, Fields> = new Map(
  Object.entries({ ...wallets, ...usages, ...reports }).flatMap(([service, requests]) =>
    Object.entries<object>(requests).map(
      ([rpc, request]) => [`${service}/${rpc}`, request as Fields] as const,
    ),
  ),
);
