import type { EnginePlaces } from '../engines.ts';
import type { TenantPolicies } from '../tenant-policies.ts';

/** Where the followers' files are and how they work. */
export interface FollowersSetup extends EnginePlaces {
  readonly snapshotEvery: number;
  readonly tenantPolicies: TenantPolicies;
}

/** What the server tells the thread of its followers. */
export type FollowersOrder =
  | { readonly kind: 'STOP' }
  /** Somebody waits until this position has been read. */
  | { readonly kind: 'HURRY'; readonly position: bigint };

/** What the thread of the followers tells the server. */
export type FollowerMessage =
  | { readonly kind: 'MOVED'; readonly follower: string; readonly position: bigint }
  | {
      readonly kind: 'FAILED';
      readonly follower: string;
      readonly error: string;
      readonly retryAfterMs: number;
    }
  | { readonly kind: 'CUT'; readonly stream: string | null; readonly message: string }
  | { readonly kind: 'CATALOG'; readonly tenantId: string };
