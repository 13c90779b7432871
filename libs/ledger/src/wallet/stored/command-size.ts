import { COMMAND_BYTES_MAX } from '#eventsourcing';
import { refuse } from '../../refusal.ts';
import type { CommandType, WalletCommand } from '../commands.ts';

/** Commands of many small things, which their callers can divide. Every other is of any size. */
const DIVISIBLE: ReadonlySet<CommandType> = new Set<CommandType>([
  'AllocateCredits',
  'AllocateSameAmount',
  'ApproveAllRequests',
  'RejectAllRequests',
  'WriteOffDebt',
]);

/** Whether a command may be refused for its size. */
export const mayBeTooLarge = ({ type }: WalletCommand): boolean => DIVISIBLE.has(type);

/** The fewest bytes that one of many takes in the events of its command, all its ids of one letter. */
export const ENTRY_BYTES_MIN = {
  /** A share of CreditsAllocated with one slice. */
  SHARE: 54,
  /** RequestApproved with its share. */
  APPROVAL: 172,
  /** RequestRejected. */
  REJECTION: 85,
  /** DebtWrittenOff. */
  WRITE_OFF: 74,
} as const;

/** Refuses what so many entries make too large, before any of them is decided. */
export function requireFewEnough(entry: keyof typeof ENTRY_BYTES_MIN, count: number): void {
  const bytes = count * ENTRY_BYTES_MIN[entry];
  if (bytes > COMMAND_BYTES_MAX) refuse({ code: 'COMMAND_TOO_LARGE', bytes });
}
