import type { MethodDefinition } from '@grpc/grpc-js';
import type { LedgerClient } from '../support/client.ts';
import type { Moments } from '../support/moments.ts';
import type { As } from '../support/tokens.ts';

/** One call of the API, as data but for its wallet, its key and its time. */
export interface Action {
  /** As a person would say it. */
  readonly says: string;
  readonly as: As;
  /** Its key, where the scenario says one. */
  readonly key?: string;
  /** Whether it only asks: it has no key and no dry run. */
  readonly isQuery?: true;
  send(to: Addressee): Promise<unknown>;
}

/** Where an action goes. */
interface Addressee {
  readonly client: LedgerClient;
  readonly walletId: string;
  readonly moments: Moments;
  readonly as: As;
  readonly key: string;
  readonly dryRun: boolean;
}

interface Command {
  walletId: string;
  idempotencyKey: string;
  dryRun: boolean;
}

type RequestOf<Request> = (moments: Moments, key: string) => Request;

/** An action that changes something. */
export const command = <Request extends Command, Answer>(
  says: string,
  as: As,
  method: MethodDefinition<Request, Answer>,
  requestOf: RequestOf<Request>,
): Action => ({
  says,
  as,
  send: ({ client, walletId, moments, key, dryRun, as: caller }) => {
    const request = requestOf(moments, key);
    return client.ask(method, { ...request, walletId, idempotencyKey: key, dryRun }, caller);
  },
});

/** An action that only asks. */
export const query = <Request extends { walletId: string }, Answer>(
  says: string,
  as: As,
  method: MethodDefinition<Request, Answer>,
  requestOf: RequestOf<Request>,
): Action => ({
  says,
  as,
  isQuery: true,
  send: ({ client, walletId, moments, key, as: caller }) =>
    client.ask(method, { ...requestOf(moments, key), walletId }, caller),
});

/** The same, called by somebody else. */
export const calledBy = (as: As, action: Action): Action => ({
  ...action,
  as,
  says: `${typeof as === 'string' ? as : as.subject}: ${action.says}`,
});

/** The same under a key that the scenario says. */
export const keyed = (key: string, action: Action): Action => ({
  ...action,
  key,
  says: `${action.says} with key ${key}`,
});
