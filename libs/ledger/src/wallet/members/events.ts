import type { Event } from '../event-parts.ts';

/** Who is a member. */
export type MemberEvent =
  | Event<'MemberAdded', { memberId: string; role: string }>
  | Event<'MemberRemoved', { memberId: string }>;
