import type { Submission, FormerKey, StreamTypes } from '#eventsourcing';
import type { SubmittedBy } from './commands.ts';

/** A command in the words of whoever writes the stream. */
export function submissionOf<T extends StreamTypes>(
  command: T['Command'],
  by: SubmittedBy,
): Submission<T> {
  const { idempotencyKey: key, ofMember, actor } = by;
  const { correlationId = key } = by;
  if (ofMember === undefined) return { command, key, actor, correlationId };
  const former = formerKey(key, ofMember);
  return { command, key: memberKey(ofMember, key), former, actor, correlationId };
}

// D10: a member's own calls have keys of their own. No caller can send a blank in a key.
const memberKey = (memberId: string, key: string): string => `member ${memberId} ${key}`;

// Before they had, their keys were the wallet's. A service that acts for a member never had them.
const formerKey = (key: string, memberId: string): FormerKey => ({
  key,
  isOwn: ({ actor }) => actor.id === memberId && actor.type !== 'SERVICE',
});
