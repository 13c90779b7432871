import type { Metadata } from '@grpc/grpc-js';
import type { Caller } from '../../identity/caller.ts';
import { bearerToken } from '../../identity/bearer-token.ts';
import { reachOf } from '../../identity/access.ts';
import { CallContext, type CallEnd } from './call-context.ts';
import { DeadlinePassed, PermissionDenied } from './errors.ts';
import { Places, type SharedLimits } from './places.ts';
import { malformed, type Rpc } from './rpc.ts';
import type { Fields } from './validation/form.ts';
import { isEntityId } from './validation/predicates.ts';
import { InvalidRequest, violationsOf } from './validation/violations.ts';

/** Says who sent a token, at once where it is remembered. */
export interface Verifier {
  /** `beforeVerifying` is called where the token is not remembered; what it throws is thrown. */
  verify(token: string, beforeVerifying: () => void): Caller | Promise<Caller>;
}

/** What there is of a call before anything is known of who calls. */
export interface Calling {
  readonly metadata: Metadata;
  /** The address it comes from, with its port. */
  getPeer(): string;
}

/** Who calls; Unauthenticated where the call shows no valid token. */
export function identify(
  call: Calling,
  { verifier, limits }: { readonly verifier: Verifier; readonly limits: SharedLimits },
): Caller | Promise<Caller> {
  let verified = nothing;
  const caller = verifier.verify(bearerToken(call.metadata.get('authorization')), () => {
    const places = new Places(limits, { tenant: null, caller: addressOf(call) });
    places.take('verifications');
    verified = () => places.leave();
  });
  return caller instanceof Promise ? caller.finally(verified) : caller;
}

const nothing = (): void => undefined;

/** The address that a call comes from, whichever of its connections it is. */
export const addressOf = (call: Pick<Calling, 'getPeer'>): string =>
  call.getPeer().replace(/:\d+$/, '');

/** Lets a caller in whose roles have the RPC, if it still waits. */
export function admit(rpc: Rpc, caller: Caller, { metadata, end, limits }: Admitting): CallContext {
  const reach = reachOf(rpc.name, caller);
  if (reach === null) throw new PermissionDenied();
  if (end.deadlineMs <= Date.now()) throw new DeadlinePassed();
  const { tenant, subject } = caller;
  const places = new Places(limits, { tenant, caller: `${tenant} ${subject}` });
  places.takeAll(rpc.limits);
  const correlationId = correlationIdIn(metadata);
  return new CallContext({ caller, reach, correlationId, places }, end);
}

interface Admitting {
  readonly metadata: Metadata;
  readonly end: CallEnd;
  readonly limits: SharedLimits;
}

/**
 * Lets a request in: about the caller's own rows where it reaches no further, about a wallet of
 * its claim, and as its form says. A member that names nobody means itself.
 */
export function admitRequest(rpc: Rpc, call: CallContext, request: Fields): void {
  if (request === malformed) throw new InvalidRequest([noMessage]);
  if (call.isOwnOnly) keepToOwn(call, request);
  const { walletId } = request;
  if (isEntityId(walletId)) requireWallet(rpc, call, walletId as string);
  if (!rpc.gate(request)) throw new InvalidRequest(violationsOf(rpc.form, request));
  const isWatching = rpc.limits.includes('watchers');
  if (request['atLeastPosition'] !== undefined && !isWatching) call.places.take('waiting_queries');
}

const noMessage = { field: '', description: 'must be a protobuf message of its type' };

function keepToOwn({ caller }: CallContext, request: Fields): void {
  for (const field of memberFields) {
    if (!(field in request)) continue;
    const own = request as Record<typeof field, string | undefined>;
    if (own[field] === undefined || own[field] === '') own[field] = caller.subject;
    else if (own[field] !== caller.subject) throw new PermissionDenied();
  }
}

/** Whom a request is about or for. */
const memberFields = ['memberId', 'onBehalfOf'] as const;

// A wallet that is opened is in nobody's claim yet, unless by name or with all. It does not look
// missing: that would be no reason not to open it.
function requireWallet({ name }: Rpc, call: CallContext, walletId: string): void {
  if (name !== 'WalletService/OpenWallet') return call.requireWallet(walletId);
  if (!call.mayName(walletId)) throw new PermissionDenied(claimTooNarrow);
}

const claimTooNarrow =
  'The claim "wallets" of this token does not have this wallet\'s id, nor is it ["*"]: ' +
  'one of the two is needed to open it.';

/** What is not of this form would be no use in a log, and is left out. */
function correlationIdIn(metadata: Metadata): string | undefined {
  const [value] = metadata.get('x-correlation-id');
  return typeof value === 'string' && /^[!-~]{1,255}$/.test(value) ? value : undefined;
}
