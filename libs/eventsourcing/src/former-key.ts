import type { Revision } from './event-store.ts';
import type { EventMetadata } from './hash-chain.ts';

/** Where a command had its key before it had one that is nobody else's: others may have used it. */
export interface FormerKey {
  readonly key: string;
  /** Whether what was done under it was done by whoever asks now. */
  readonly isOwn: (done: EventMetadata) => boolean;
}

/** What the asker itself did under its former key: where that begins, and what was asked. */
export interface FormerUse {
  readonly firstRevision: Revision;
  readonly requestHash: string;
}

/** Under which key something was done, and where that begins. */
export interface UsedKey {
  readonly key: string;
  readonly firstRevision: Revision;
}

/**
 * Where a command's key was used. Under a former key only the same request counts: any other use
 * of it was not of this command.
 */
export function usedBefore(
  { key, former }: { readonly key: string; readonly former?: FormerKey | undefined },
  found: {
    readonly own: Revision | undefined;
    readonly formerly: FormerUse | undefined;
    readonly requestHash: string;
  },
): UsedKey | undefined {
  const { own, formerly, requestHash } = found;
  if (own !== undefined) return { key, firstRevision: own };
  if (former === undefined || formerly?.requestHash !== requestHash) return undefined;
  return { key: former.key, firstRevision: formerly.firstRevision };
}
