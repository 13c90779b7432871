import type { WalletDone } from '#application';
import {
  type Credits,
  type EventOf,
  type EventType,
  formatCredits,
  type WalletEvent,
} from '#ledger';

/** The events of one type, in their order. */
export const allOf = <Type extends EventType>(
  { events }: WalletDone,
  type: Type,
): readonly EventOf<Type>[] =>
  events.filter((event): event is EventOf<Type> => event.type === type);

/** The first event of a type. */
export const firstOf = <Type extends EventType>(
  { events }: WalletDone,
  type: Type,
): EventOf<Type> | undefined => events.find((event): event is EventOf<Type> => event.type === type);

/** The event that such a command always records. */
export function theOne<Type extends EventType>(done: WalletDone, type: Type): EventOf<Type> {
  const event = firstOf(done, type);
  if (event === undefined) throw new TypeError(`An accepted command recorded no ${type}`);
  return event;
}

type WithAmount = {
  readonly [Type in EventType]: EventOf<Type>['data'] extends { readonly amount: Credits }
    ? Type
    : never;
}[EventType];

/** The amounts of all events of one type together, as they are written. */
export const sumOf = (done: WalletDone, type: WithAmount): string =>
  formatCredits(
    allOf(done, type).reduce((sum, { data }) => sum + data.amount, 0n),
    done.scale,
  );

/** The wallet's figures after the command: those of its last event that says them. */
export interface FiguresAfter {
  readonly balanceAfter: string;
  readonly availableAfter: string;
}

export function figuresAfter({ events, scale }: WalletDone): FiguresAfter {
  for (let index = events.length - 1; index >= 0; index -= 1) {
    const said = (events[index] as WalletEvent).data as Figures;
    const { balanceAfter = said.balanceStands, availableAfter = said.availableStands } = said;
    if (balanceAfter === undefined || availableAfter === undefined) continue;
    return {
      balanceAfter: formatCredits(balanceAfter, scale),
      availableAfter: formatCredits(availableAfter, scale),
    };
  }
  throw new TypeError('An accepted command recorded no figures');
}

interface Figures {
  readonly balanceAfter?: Credits;
  readonly availableAfter?: Credits;
  readonly balanceStands?: Credits;
  readonly availableStands?: Credits;
}
