import type * as wire from '#contracts';
import { formatCredits } from '#ledger';
import type { ListedMember } from '#read-models';
import { fromInstant, fromInstantOrUnset } from '../../wire/common.ts';
import { enumTo } from '../../wire/enums.ts';
import { fromRole } from './answers.ts';

export function fromMember(member: ListedMember, scale: number): wire.Member {
  return {
    memberId: member.memberId,
    role: fromRole(member.role),
    pocket: formatCredits(member.pocket, scale),
    held: formatCredits(member.held, scale),
    caps: member.caps.map((cap) => ({
      target: {
        target:
          cap.target === 'MEMBER'
            ? { $case: 'memberId', value: member.memberId }
            : { $case: 'memberDefault', value: true },
      },
      window: enumTo('CAP_WINDOW', cap.window),
      amount: formatCredits(cap.amount, scale),
      used: formatCredits(cap.used, scale),
      remaining: formatCredits(cap.remaining, scale),
      windowEnd: fromInstantOrUnset(cap.windowEnd),
    })),
    pendingRequests: member.pendingRequests,
    addedAt: fromInstant(member.addedAt),
    removedAt: fromInstantOrUnset(member.removedAt),
  };
}
