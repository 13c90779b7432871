import type { Instant, Revision } from '#eventsourcing';
import { refuse } from '../../refusal.ts';
import type { OpenWallet } from '../state.ts';

export function isActiveMember({ members }: OpenWallet, memberId: string): boolean {
  return members.get(memberId)?.spans.at(-1)?.to === null;
}

/** Whether a member has been one without a break since a revision. */
export function isMemberSince(state: OpenWallet, memberId: string, revision: Revision): boolean {
  const since = state.members.get(memberId)?.since ?? Infinity;
  return isActiveMember(state, memberId) && since <= revision;
}

export function requireActiveMember(state: OpenWallet, memberId: string): void {
  if (isActiveMember(state, memberId)) return;
  if (state.members.has(memberId)) refuseRemoved(state, memberId);
  refuse({ code: 'MEMBER_NOT_FOUND', memberId });
}

/** Usage of a member removed since is accepted if it was a member then (D11). */
export function requireMemberThen(state: OpenWallet, memberId: string, at: Instant): void {
  if (isActiveMember(state, memberId)) return;
  const member = state.members.get(memberId);
  if (member === undefined) refuse({ code: 'MEMBER_NOT_FOUND', memberId });
  const wasMember = member.spans.some(({ from, to }) => from <= at && (to === null || at < to));
  if (!wasMember) refuseRemoved(state, memberId);
}

export function refuseRemoved({ members }: OpenWallet, memberId: string): never {
  const removedAt = members.get(memberId)?.spans.at(-1)?.to ?? null;
  return refuse({ code: 'MEMBER_REMOVED', memberId, removedAt });
}
