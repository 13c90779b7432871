import { service, readers, type Access } from '../../../identity/roles.ts';

/** Who may call what of HoldService. */
export const holdAccess = {
  PlaceHold: service,
  CaptureHold: service,
  ExtendHold: service,
  ReleaseHold: service,
  GetHold: readers,
} as const satisfies Readonly<Record<string, Access>>;
