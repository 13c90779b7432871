import { describe, expect, test } from '@jest/globals';
import { atOnce, type Instant } from '#eventsourcing';
import type { Refusal } from '../refusal.ts';
import { EMPTY_CATALOG, type Catalog } from './rate-card.ts';
import { catalogAggregate, type CatalogCommand } from './aggregate.ts';

const catalogue = catalogAggregate('acme');
const at = (day: number): Instant =>
  `2026-03-${String(day).padStart(2, '0')}T00:00:00.000000000Z` as Instant;

function publish(catalog: Catalog, command: Partial<CatalogCommand>, now = at(1)): Catalog {
  const rates = { llm: { fixed: '1' } };
  const asked: CatalogCommand = { type: 'PublishRateCard', rates, ...command };
  const deciding = catalogue.decide(asked, catalog, {
    now,
    revision: catalog.cards.length,
    actor: { type: 'ADMIN', id: 'eve' },
    requestHash: '',
    archived: new Map<string, never>(),
  });
  return atOnce(deciding).state;
}

/** Why it is refused. */
function reasonOf(publishing: () => Catalog): unknown {
  try {
    publishing();
    return null;
  } catch (error) {
    return (error as Refusal).reason;
  }
}

describe('the versions of a rate card', () => {
  const published = publish(publish(EMPTY_CATALOG, {}), { effectiveFrom: at(9) });

  test('are counted from 1, whether or not the publisher says so', () => {
    const more = publish(published, { version: 3, effectiveFrom: at(9) });
    expect(more.cards.map(({ version }) => version)).toEqual([1, 2, 3]);
  });

  test('are given once, for ever', () => {
    expect(reasonOf(() => publish(published, { version: 2 }))).toEqual({
      code: 'ID_TAKEN',
      kind: 'RATE_CARD_VERSION',
      id: '2',
    });
  });

  test('have no gaps', () => {
    expect(reasonOf(() => publish(published, { version: 4 }))).toMatchObject({
      field: 'version',
      description: 'must be 3, the next one',
    });
  });

  test('store that their rates of units alone require a quantity', () => {
    const rates = { llm: { unitPrice: { tokens: '1' }, allowNone: true } };
    expect(publish(EMPTY_CATALOG, { rates }).cards).toEqual([
      { version: 1, effectiveFrom: at(1), rates, requiresQuantities: true },
    ]);
  });

  test('begin in their order, a version without a time now', () => {
    expect(reasonOf(() => publish(published, {}, at(8)))).toMatchObject({
      field: 'effective_from',
    });
    expect(publish(published, {}, at(9)).cards.at(-1)?.effectiveFrom).toBe(at(9));
  });
});
