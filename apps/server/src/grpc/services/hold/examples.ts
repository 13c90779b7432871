import {
  command,
  march,
  usage,
  wallet,
  type RequestsOf,
  type Services,
} from '../../spec-kit/example-fields.ts';

/** A request of each RPC of HoldService, as documented. */
export const holdExamples: RequestsOf<Services['credits.v1.HoldService']> = {
  PlaceHold: { ...usage, holdId: 'h-1', deadline: march, overCapture: undefined, dryRun: false },
  CaptureHold: {
    ...command,
    holdId: 'h-1',
    captureId: 'cap-1',
    quantities: new Map([['photos', '0']]),
    settings: new Map(),
    amount: undefined,
    keepOpen: true,
  },
  ExtendHold: { ...command, holdId: 'h-1', deadline: march },
  ReleaseHold: { ...command, holdId: 'h-1' },
  GetHold: { ...wallet, holdId: 'h-1', atLeastPosition: undefined },
};
