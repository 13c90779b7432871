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

/**
 * Where what was done under a command's key begins, its own or its former one. Under a former key
 * only the same request counts: any other use of it was not of this command.
 */
export const usedBefore = (
  own: Revision | undefined,
  formerly: FormerUse | undefined,
  requestHash: string,
): Revision | undefined =>
  own ?? (formerly?.requestHash === requestHash ? formerly.firstRevision : undefined);
