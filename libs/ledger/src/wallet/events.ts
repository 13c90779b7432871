import type { AllocationEvent } from './allocation/events.ts';
import type { CapEvent } from './caps/events.ts';
import type { DebtEvent } from './debt/events.ts';
import type { HoldEvent } from './holds/events.ts';
import type { LotEvent } from './lots/events.ts';
import type { MemberEvent } from './members/events.ts';
import type { WalletLifeEvent } from './opening/events.ts';
import type { RequestEvent } from './requests/events.ts';
import type { UsageEvent } from './usage/events.ts';

export type * from './event-parts.ts';

// These names and fields are stored for ever: add events, never edit them.
export type WalletEvent =
  | WalletLifeEvent
  | LotEvent
  | UsageEvent
  | HoldEvent
  | DebtEvent
  | MemberEvent
  | CapEvent
  | AllocationEvent
  | RequestEvent;

export type EventType = WalletEvent['type'];
export type EventOf<Type extends EventType> = Extract<WalletEvent, { type: Type }>;
