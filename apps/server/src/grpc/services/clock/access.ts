import { operator, everyone, type Access } from '../../../identity/roles.ts';

/** Who may call what of ClockService. */
export const clockAccess = {
  GetTime: everyone,
  SetTime: operator,
  AdvanceTime: operator,
} as const satisfies Readonly<Record<string, Access>>;
