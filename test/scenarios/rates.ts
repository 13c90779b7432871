import {
  CatalogServiceService,
  Factors,
  PublishRateCardRequest,
  Rate,
  Requirement,
} from '#contracts';
import type { LedgerClient } from '../support/client.ts';

const perPhoto = Rate.create({
  unitPrice: new Map([['photos', '1']]),
  factors: new Map([
    ['background', factors({ new: '1', existing: '1' })],
    ['logo', factors({ new: '1', moved: '1' })],
  ]),
  require: [backgroundRequired()],
});

const free = Rate.create({ free: true });

/** What actions cost in the scenarios. */
const rates = new Map([
  ['photo.apply', perPhoto],
  ['photo.revert', free],
  ['photo.report', free],
  ['photo.watermark', Rate.create({ unitPrice: new Map([['photos', '0.1']]) })],
  ['photo.sync', free],
  ['image.rotate', free],
  ['visual.look', Rate.create({ unitPrice: new Map([['images', '1']]), allowNone: true })],
  [
    'visual.generate',
    Rate.create({
      unitPrice: new Map([
        ['images', '2'],
        ['videos', '15'],
      ]),
      factors: new Map([['quality', factors({ draft: '0.5', final: '1' })]]),
    }),
  ],
]);

export async function publishRates(client: LedgerClient): Promise<void> {
  const request = PublishRateCardRequest.create({ rates, idempotencyKey: 'rates' });
  await client.ask(CatalogServiceService.publishRateCard, request, 'operator');
}

function factors(byValue: Readonly<Record<string, string>>): Factors {
  return { byValue: new Map(Object.entries(byValue)) };
}

// Without a condition it is always required.
function backgroundRequired(): Requirement {
  const requirement = Requirement.create();
  requirement.then.set('background', { values: ['new', 'existing'] });
  return requirement;
}
