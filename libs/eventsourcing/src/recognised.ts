import type { Aggregate } from './aggregate.ts';
import type { StreamTypes } from './decider.ts';
import type { Revision } from './event-store.ts';
import { usedBefore } from './former-key.ts';
import type { Met, Repeat, Submission } from './submissions.ts';

/** What is submitted, as a hash, and what was done before under its key, if anything was. */
export interface Recognised<T extends StreamTypes> {
  readonly requestHash: string;
  readonly repeat: Repeat<T> | undefined;
}

/** Tells a submission from anything else under its key. `own` is where its very key was used. */
export function recognised<T extends StreamTypes>(
  { requests }: Aggregate<T>,
  { command }: Submission<T>,
  {
    own,
    state,
    archived,
    formerly,
  }: Pick<Met<T>, 'archived' | 'formerly'> & {
    readonly own: Revision | undefined;
    readonly state: T['State'];
  },
): Recognised<T> {
  const requestHash = requests.fingerprint(command, state, {
    archived,
    isRepeat: own !== undefined,
  });
  const firstRevision = usedBefore(own, formerly, requestHash);
  if (firstRevision === undefined) return { requestHash, repeat: undefined };
  const isErasedRepeat = (done: readonly T['Event'][]): boolean =>
    requests.isErasedRepeat(command, done, state);
  return { requestHash, repeat: { kind: 'REPLAY', firstRevision, requestHash, isErasedRepeat } };
}
