import { Refusal } from '#ledger';
import type { Reach } from '../../identity/roles.ts';
import { type Caller, walletInClaim } from '../../identity/caller.ts';
import { CallCancelled, DeadlinePassed } from './errors.ts';
import type { Places } from './places.ts';

/** What ends a call from outside. */
export interface CallEnd {
  /** In milliseconds since 1970; Infinity where the caller waits for ever. */
  readonly deadlineMs: number;
  /** Calls back once, when the caller goes away. */
  readonly onCancelled: (cancel: () => void) => void;
  /** Aborts with its reason when a stream has to end: the server stops, or its token has ended. */
  readonly closing?: AbortSignal;
}

type CallFacts = Pick<CallContext, 'caller' | 'reach' | 'correlationId' | 'places'>;

/** Who calls, how far it reaches, and until when it waits. */
export class CallContext {
  readonly caller: Caller;
  readonly reach: Reach;
  readonly correlationId: string | undefined;
  /** What the call has of what callers share. */
  readonly places: Places;
  readonly #end: CallEnd;
  #abort: AbortController | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor({ caller, reach, correlationId, places }: CallFacts, end: CallEnd) {
    this.caller = caller;
    this.reach = reach;
    this.correlationId = correlationId;
    this.places = places;
    this.#end = end;
  }

  /** Whether the caller sees its own rows only. */
  get isOwnOnly(): boolean {
    return this.reach !== 'all';
  }

  /** Whether a wallet is within the caller's claim. */
  mayName(walletId: string): boolean {
    return walletInClaim(this.caller, walletId);
  }

  /** Refuses a wallet outside the claim like one that does not exist. */
  requireWallet(walletId: string): void {
    if (!this.mayName(walletId)) throw new Refusal({ code: 'WALLET_NOT_FOUND' });
  }

  /** Aborts at the deadline, and when the caller goes away. Made when it is first asked for. */
  get signal(): AbortSignal {
    this.#abort ??= this.#watched();
    return this.#abort.signal;
  }

  /** The call is answered: nothing needs to be aborted any more. */
  close(): void {
    clearTimeout(this.#timer);
    this.places.leave();
  }

  #watched(): AbortController {
    const abort = new AbortController();
    const { deadlineMs, onCancelled, closing } = this.#end;
    if (deadlineMs !== Infinity)
      this.#timer = setTimeout(
        () => abort.abort(new DeadlinePassed()),
        Math.min(Math.max(deadlineMs - Date.now(), 0), timerMsMax),
      );
    onCancelled(() => abort.abort(new CallCancelled()));
    const close = (): void => abort.abort(closing?.reason);
    if (closing?.aborted === true) close();
    else closing?.addEventListener('abort', close, { once: true });
    return abort;
  }
}

// A longer timer of Node's would fire at once.
const timerMsMax = 2_147_483_647;
