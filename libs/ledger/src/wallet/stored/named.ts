import type { Revision } from '#eventsourcing';
import type { CommandOf, CommandType, WalletCommand } from '../commands.ts';
import { listedOn, pagesAfter } from '../lots/ended-lots.ts';
import { keptId, type Kept, type OpenWallet } from '../state.ts';

type NamesBy = {
  readonly [Type in CommandType]: (
    command: CommandOf<Type>,
    state: OpenWallet,
  ) => readonly string[];
};

const nothing = (): readonly string[] => [];
const request = ({ requestId }: { readonly requestId: string }): readonly string[] => [
  keptId.request(requestId),
];
const lot = ({ lotId }: { readonly lotId: string }): readonly string[] => [keptId.lot(lotId)];
const consumption = ({ consumptionId }: { readonly consumptionId?: string | undefined }) =>
  consumptionId === undefined ? [] : [keptId.consumption(consumptionId)];
// That there is one is all a new one needs to know.
const newConsumption = (
  { consumptionId }: { readonly consumptionId: string },
  { consumed }: OpenWallet,
): readonly string[] => (consumed.has(consumptionId) ? [] : [keptId.consumption(consumptionId)]);
const hold = ({ holdId }: { readonly holdId: string }): readonly string[] => [keptId.hold(holdId)];

const names: NamesBy = {
  OpenWallet: nothing,
  ChangePolicy: nothing,
  RecordPurchase: ({ purchaseId }) => [
    keptId.lot(`purchase:${purchaseId}`),
    keptId.lot(`purchase:${purchaseId}/bonus`),
  ],
  GrantCredits: ({ grantId }) => [keptId.lot(`grant:${grantId}`)],
  VoidLot: lot,
  MoveExpiry: lot,
  WriteOffDebt: consumption,
  CloseWallet: nothing,
  AddMember: nothing,
  RemoveMember: nothing,
  SetCap: nothing,
  AllocateCredits: nothing,
  AllocateSameAmount: nothing,
  RecallAllocation: nothing,
  RequestCredits: request,
  WithdrawRequest: request,
  ApproveRequest: request,
  RejectRequest: request,
  ApproveAllRequests: nothing,
  RejectAllRequests: nothing,
  ConsumeCredits: newConsumption,
  RecordUsage: newConsumption,
  ReverseConsumption: ({ consumptionId, reversalId }) => [
    keptId.consumption(consumptionId),
    ...(reversalId === undefined ? [] : [keptId.reversal(reversalId)]),
  ],
  PlaceHold: hold,
  CaptureHold: ({ holdId, captureId }) => [keptId.hold(holdId), keptId.consumption(captureId)],
  ExtendHold: hold,
  ReleaseHold: hold,
};

/** Whether a command asks what a consumption was, or whose the request is that it speaks of. */
export const looksBack = ({ type }: WalletCommand): boolean =>
  type === 'ReverseConsumption' ||
  type === 'CaptureHold' ||
  type === 'WriteOffDebt' ||
  type === 'RejectRequest';

/** Where the consumption was recorded that is kept under an id, if the state has no more of it. */
export const placeOf = ({ consumed }: OpenWallet, id: string): Revision | undefined =>
  id.startsWith(CONSUMPTION) ? consumed.get(id.slice(CONSUMPTION.length)) : undefined;

const CONSUMPTION = keptId.consumption('');

/**
 * The things that a command asks for and that the working state does not have: to be looked up in
 * the log or in the archive. What a found consumption names, its lots and its hold, is asked next.
 */
export function namedBy(
  command: WalletCommand,
  state: OpenWallet,
  archived: ReadonlyMap<string, Kept>,
  lateWindow: string,
): readonly string[] {
  const own = (
    names[command.type] as (command: WalletCommand, state: OpenWallet) => readonly string[]
  )(command, state);
  const all = [...own, ...namedInTurn(command, own[0], state, { archived, lateWindow })];
  return all.filter((id) => !state.kept.has(id) && !archived.has(id));
}

function namedInTurn(
  command: WalletCommand,
  own: string | undefined,
  state: OpenWallet,
  {
    archived,
    lateWindow,
  }: { readonly archived: ReadonlyMap<string, Kept>; readonly lateWindow: string },
): readonly string[] {
  if (command.type === 'ReverseConsumption') return behind(own, state, archived);
  if (command.type !== 'RecordUsage' || command.occurredAt === undefined) return [];
  const pages = pagesAfter(state, command.occurredAt, lateWindow);
  if (pages.length === 0) return [];
  const lotIds = listedOn(pages, state, (id) => archived.get(id));
  return [...pages, ...[...lotIds].map(keptId.lot)];
}

// The lots of a consumption and, of a capture, its hold.
function behind(
  id: string | undefined,
  state: OpenWallet,
  archived: ReadonlyMap<string, Kept>,
): readonly string[] {
  const kept = id === undefined ? undefined : (state.kept.get(id) ?? archived.get(id));
  if (kept?.kind !== 'CONSUMPTION') return [];
  const { slices, holdId } = kept.consumption;
  const lotIds = new Set(slices.map(({ lotId }) => lotId));
  return [
    ...[...lotIds].filter((lotId) => state.lots.get(lotId) === undefined).map(keptId.lot),
    ...(holdId === null || state.holds.has(holdId) ? [] : [keptId.hold(holdId)]),
  ];
}
