import type { RequestEvent } from '#ledger';
import { parseDocument } from '../codec.ts';
import { projectionOf } from '../projection-of.ts';
import { NONE_PENDING, oneLess, oneMore, pendingFrom, type Pending } from './pending.ts';

/** A wallet has one document in this collection. */
export const PENDING_KEY = 'wallet';

const itself = (): readonly string[] => [PENDING_KEY];

/** The badge of each wallet: its pending requests, counted. */
export const pendingRequests = projectionOf<RequestEvent['type'], Pending>({
  name: 'pending-requests',
  version: 1,
  keys: itself,
  folds: {
    CreditsRequested: (before, { amount }) => oneMore(before ?? NONE_PENDING, amount),
    RequestApproved: (before, { requestedAmount }) => before && oneLess(before, requestedAmount),
    RequestRejected: (before, { amount }) => before && oneLess(before, amount),
    RequestCancelled: (before, { amount }) => before && oneLess(before, amount),
  },
  decode: (body) => pendingFrom(parseDocument<Pending>(body)),
});
