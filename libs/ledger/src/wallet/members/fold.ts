import type { Folds } from '../fold.ts';
import type { MemberEvent } from './events.ts';

export const memberFolds: Folds<MemberEvent['type']> = {
  MemberAdded: (state, { memberId, role }, { occurredAt, revision }) => ({
    ...state,
    members: state.members.with(memberId, {
      memberId,
      role,
      spans: [...(state.members.get(memberId)?.spans ?? []), { from: occurredAt, to: null }],
      since: revision,
    }),
  }),
  MemberRemoved: (state, { memberId }, { occurredAt }) => {
    const member = state.members.get(memberId);
    if (member === undefined) throw new Error(`no member ${memberId}`);
    const spans = member.spans.map((span) =>
      span.to === null ? { ...span, to: occurredAt } : span,
    );
    return { ...state, members: state.members.with(memberId, { ...member, spans }) };
  },
};
