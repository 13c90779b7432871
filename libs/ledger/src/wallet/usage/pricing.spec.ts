import { describe, test } from '@jest/globals';
import { captured, consumed, given, granted, held, recorded, reverted, utc } from '#testing';

const priced = (count: string) => ({ amount: undefined, quantities: { photos: count } });
const photos = (count: string) => ({ ...consumed('c', '0'), ...priced(count) });

describe('what usage costs (D27)', () => {
  test('is what the card in force says, rounded up once', () => {
    given(granted('a', '10'))
      .when(photos('1.001'))
      .thenRecorded({ type: 'CreditsConsumed', amount: '1.01', rateCardVersion: 1 });
  });

  test('is what the caller says, where the caller priced it', () => {
    given(granted('a', '10'))
      .when(consumed('c', '2.50'))
      .thenRecorded({ type: 'CreditsConsumed', amount: '2.50' });
  });

  test('may come to nothing, which is no free rate', () => {
    given()
      .when(photos('0'))
      .thenRecorded({ type: 'FreeActionRecorded', rateCardVersion: 1, zeroPriced: true });
    given()
      .when({ ...recorded('c', '0', { at: '2026-03-01' }), ...priced('0') })
      .thenRecorded({ type: 'FreeActionRecorded', rateCardVersion: 1, zeroPriced: true });
    given().when(reverted('c')).thenRecorded({ type: 'FreeActionRecorded', zeroPriced: undefined });
  });

  test('that comes to nothing cannot be held', () => {
    given()
      .when({ ...held('h', '0', { until: '2026-03-01T20:00' }), ...priced('0') })
      .thenRejected({
        code: 'INVALID_FIELD',
        description: 'costs nothing: there is nothing to hold',
      });
  });

  test('of an action that no card names is not known', () => {
    given(granted('a', '10'))
      .when({ ...photos('1'), action: 'dance' })
      .thenRejected({ code: 'NO_RATE', action: 'dance' });
  });

  test('of a quantity that the rate does not know is not known', () => {
    given(granted('a', '10'))
      .when({ ...photos('1'), quantities: { cats: '1' } })
      .thenRejected({ code: 'UNKNOWN_QUANTITY', quantity: 'cats', known: ['photos'] });
  });

  test('of units alone is not known without any, by a card that requires them', () => {
    const none = { amount: undefined, quantities: {}, settings: {} };
    const missing = { code: 'MISSING_QUANTITY', names: ['photos'] } as const;
    const hold = held('h', '5', { until: '2026-06-01T20:00' });
    const usage = recorded('c', '0', { at: '2026-05-31' });
    const june = given(granted('a', '10'), '2026-06-01');
    june.when({ ...consumed('c', '0'), ...none }).thenRejected(missing);
    june.when({ ...hold, ...none }).thenRejected(missing);
    june.when({ ...usage, occurredAt: utc('2026-06-01'), ...none }).thenRejected(missing);
    // What was used before is priced by the card of that time, which asked for none.
    june.when({ ...usage, ...none }).thenRecorded({ type: 'FreeActionRecorded', zeroPriced: true });
  });

  test('of a whole capture, and of what the caller priced, needs no quantity', () => {
    const hold = held('h', '5', { until: '2026-06-01T20:00' });
    const priced = given(granted('a', '10'), '2026-06-01', {
      ...hold,
      amount: undefined,
      quantities: { photos: '5' },
    });
    priced
      .when(captured('h', 'k'))
      .thenRecorded({ type: 'HoldCaptured', amount: '5.00' }, { type: 'CreditsConsumed' });
    priced.when(consumed('c', '2')).thenRecorded({ type: 'CreditsConsumed', amount: '2.00' });
  });

  test('of a capture is by the card of its hold', () => {
    given(granted('a', '10'), held('h', '5', { until: '2026-03-01T20:00' }))
      .when({ ...captured('h', 'k'), quantities: { photos: '3' } })
      .thenRecorded(
        { type: 'HoldCaptured', amount: '3.00' },
        { type: 'CreditsConsumed', amount: '3.00' },
        { type: 'HoldReleased' },
      );
  });
});
