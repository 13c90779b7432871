import type * as wire from '#contracts';
import type { CommandOf } from '#ledger';
import { required, toInstant, toRecord } from '../../wire/common.ts';
import { enumFrom } from '../../wire/enums.ts';
import { usageIn } from '../usage/commands.ts';

export const toPlaceHold = (request: wire.PlaceHoldRequest): CommandOf<'PlaceHold'> => ({
  type: 'PlaceHold',
  holdId: request.holdId,
  ...usageIn(request),
  deadline: toInstant(required(request.deadline)),
  overCapture: enumFrom('OVER_CAPTURE', request.overCapture),
});

export const toCaptureHold = (request: wire.CaptureHoldRequest): CommandOf<'CaptureHold'> => ({
  type: 'CaptureHold',
  holdId: request.holdId,
  captureId: request.captureId,
  quantities: toRecord(request.quantities),
  settings: toRecord(request.settings),
  amount: request.amount,
  keepOpen: request.keepOpen,
});

export const toExtendHold = (request: wire.ExtendHoldRequest): CommandOf<'ExtendHold'> => ({
  type: 'ExtendHold',
  holdId: request.holdId,
  deadline: toInstant(required(request.deadline)),
});

export const toReleaseHold = ({ holdId }: wire.ReleaseHoldRequest): CommandOf<'ReleaseHold'> => ({
  type: 'ReleaseHold',
  holdId,
});
