import type { Instant, Revision, Stepwise } from '#eventsourcing';
import type { EventOf, EventType } from './events.ts';
import type { OpenWallet } from './state.ts';

/** Where an event stands, when it happened, and what was asked. */
export interface EventPlace {
  readonly occurredAt: Instant;
  readonly revision: Revision;
  readonly requestHash: string;
}

/** How one type of event changes an open wallet. It decides nothing: the event says it all. */
export type Fold<Type extends EventType> = (
  state: OpenWallet,
  data: EventOf<Type>['data'],
  place: EventPlace,
) => Stepwise<OpenWallet>;

export type Folds<Types extends EventType> = { readonly [Type in Types]: Fold<Type> };
