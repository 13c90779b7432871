import { expect } from '@jest/globals';
import {
  DEFAULT_POLICIES,
  faultsAfterAppend,
  faultsOf,
  formatCredits,
  Refusal,
  type OwnPolicies,
  type Reason,
  type WalletCommand,
  type WalletEvent,
} from '#ledger';
import { WalletHistory } from './wallet-history.ts';

/** What went before: commands that were done, and moments at which time had come. */
export type Past = WalletCommand | string;

/** Some of what an event or a refusal says, amounts and slices as they are read aloud. */
type Said = Readonly<Record<string, unknown>>;

interface Given {
  when(command: WalletCommand): GivenOutcome;
  /** Time comes, and what is due is booked. */
  whenItIs(moment: string): GivenOutcome;
}

/** Given a wallet of these terms and what went before, when …, then … */
export const givenWallet =
  (terms: { readonly policies?: OwnPolicies; readonly timeZone?: string }) =>
  (...past: readonly Past[]): Given => {
    const history = new WalletHistory(terms);
    for (const each of past)
      if (typeof each === 'string') history.at(each).bookDue();
      else history.do(each);
    history.bookDue();
    return {
      when: (command) => new GivenOutcome(history, () => history.do(command)),
      whenItIs: (moment) => new GivenOutcome(history, () => history.at(moment).bookDue()),
    };
  };

/** Given a wallet in UTC since 2026-03-01, with the policies of every wallet. */
export const given = givenWallet({});

/** Given a wallet with policies of its own. */
export const givenPolicies = (policies: OwnPolicies) => givenWallet({ policies });

/** What came of it. It is called `thenRecorded`, since an object with a `then` is a promise. */
class GivenOutcome {
  readonly #events: readonly Said[];
  readonly #reason: Said | null;

  constructor(history: WalletHistory, act: () => void) {
    const before = history.told.length;
    this.#reason = refusalIn(act);
    this.#events = history.told.slice(before).map(said);
    const { state, now } = history;
    const when = { at: now, tenantPolicies: DEFAULT_POLICIES };
    expect(faultsOf(state)).toEqual([]);
    expect(faultsAfterAppend(state, history.told.slice(before), when)).toEqual([]);
  }

  /** These events and no others, in this order; of each what is named. */
  thenRecorded(...expected: readonly Said[]): void {
    expect(this.#reason).toBeNull();
    expect(this.#events.map(({ type }) => type)).toEqual(expected.map(({ type }) => type));
    expect(this.#events).toMatchObject(expected);
  }

  /** Refused for this reason, and nothing recorded. */
  thenRejected(expected: Said & { readonly code: Reason['code'] }): void {
    expect(this.#reason).toMatchObject(expected);
    expect(this.#events).toEqual([]);
  }
}

function refusalIn(act: () => void): Said | null {
  try {
    act();
    return null;
  } catch (error) {
    if (error instanceof Refusal) return shown(error.reason) as Said;
    throw error;
  }
}

const said = ({ type, occurredAt, data }: WalletEvent): Said =>
  shown({ type, occurredAt, ...data }) as Said;

const SCALE = 2;
const INSTANT = /^(?<minute>\d{4}-\d\d-\d\dT\d\d:\d\d):00\.0{9}Z$/;

/** "30.00 of grant:promo for ann" is a slice, "2026-03-05" an instant. */
function shown(value: unknown): unknown {
  if (typeof value === 'bigint') return formatCredits(value, SCALE);
  if (typeof value === 'string') return shownText(value);
  if (Array.isArray(value)) return value.map(shown);
  if (typeof value !== 'object' || value === null) return value;
  if (isSlice(value)) return shownSlice(value);
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, shown(field)]));
}

const shownText = (text: string): string =>
  INSTANT.exec(text)?.groups?.['minute']?.replace('T00:00', '') ?? text;

function shownSlice({ amount, lotId, memberId }: GivenSlice): string {
  const owner = memberId === undefined ? '' : ` for ${memberId}`;
  return `${formatCredits(amount, SCALE)} of ${lotId}${owner}`;
}

type GivenSlice = { readonly lotId: string; readonly memberId?: string; readonly amount: bigint };

const SLICE_FIELDS = new Set(['amount', 'lotId', 'memberId']);

const isSlice = (value: object): value is GivenSlice =>
  'lotId' in value && 'amount' in value && Object.keys(value).every((key) => SLICE_FIELDS.has(key));
