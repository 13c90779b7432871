import { purchased } from '../lots.ts';
import type { Scenario } from '../scenario.ts';
import { doing, quote, spend } from '../usage.ts';

const background = { background: 'new' };
const logoToo = { background: 'new', logo: 'new' };

/** What actions cost. */
export const prices: readonly Scenario[] = [
  {
    title:
      'scenario 10 (T01, T04, T06, T07, T09): ten photos with a logo, four logos moved, two reverted, three reported: 14 credits',
    day: '2026-02-01',
    given: [purchased(100)],
    steps: [
      { when: doing('photo.apply', { photos: 10 }, logoToo), answers: { amount: 10 } },
      {
        when: doing('photo.apply', { photos: 4 }, { background: 'existing', logo: 'moved' }),
        answers: { amount: 4, free: false },
      },
      { when: doing('photo.revert'), answers: { amount: 0, free: true, slices: [] } },
      { when: doing('photo.revert'), answers: { amount: 0, free: true } },
      { when: doing('photo.report'), answers: { amount: 0, free: true } },
      { when: doing('photo.report'), answers: { amount: 0, free: true } },
      { when: doing('photo.report'), answers: { amount: 0, free: true } },
      {
        when: doing('photo.report'),
        answers: { amount: 0, free: true },
        shows: {
          available: 86,
          usage: [
            { kind: 'FREE_ACTION', underlyingType: 'photo.report', amount: 0, balanceAfter: 86 },
            { kind: 'FREE_ACTION', underlyingType: 'photo.report', amount: 0 },
            { kind: 'FREE_ACTION', underlyingType: 'photo.report', amount: 0 },
            { kind: 'FREE_ACTION', underlyingType: 'photo.report', amount: 0 },
            { kind: 'FREE_ACTION', underlyingType: 'photo.revert', amount: 0 },
            { kind: 'FREE_ACTION', underlyingType: 'photo.revert', amount: 0 },
            { kind: 'CONSUMPTION', underlyingType: 'photo.apply', amount: -4 },
            { kind: 'CONSUMPTION', underlyingType: 'photo.apply', amount: -10 },
          ],
          cards: ['2026-02 14/2 current', '2026-01 0/0', '2025-12 0/0', '2025-11 0/0'],
        },
      },
    ],
  },
  {
    title: 'scenario 11 (T02, T08, T09): in two steps 2, three photos in one go 3, a logo alone 0',
    day: '2026-02-01',
    given: [purchased(100)],
    steps: [
      { when: doing('photo.apply', { photos: 1 }, background), answers: { amount: 1 } },
      {
        when: doing('photo.apply', { photos: 1 }, { background: 'existing', logo: 'new' }),
        answers: { amount: 1 },
        shows: { available: 98 },
      },
      {
        when: doing('photo.apply', { photos: 3 }, logoToo),
        answers: { amount: 3 },
        shows: { available: 95 },
      },
      {
        when: doing('photo.apply', { photos: 1 }, { logo: 'new' }),
        refused: [
          'RATE_REQUIREMENT',
          {
            action: 'photo.apply',
            missing: [{ setting: 'background', values: ['new', 'existing'] }],
          },
        ],
        shows: { available: 95 },
      },
    ],
  },
  {
    title: 'T01, T03, T05: a background costs 1, and applying other settings to it costs 1 again',
    day: '2026-02-01',
    given: [purchased(10)],
    steps: [
      {
        when: doing('photo.apply', { photos: 1 }, background),
        answers: { amount: 1, rateCardVersion: 1 },
        shows: { available: 9 },
      },
      {
        when: doing('photo.apply', { photos: 1 }, background),
        answers: { amount: 1 },
        shows: { available: 8 },
      },
    ],
  },
  {
    title: 'scenario 124: 5,000 photos watermarked once more cost 500, synchronising them nothing',
    day: '2026-02-01',
    given: [purchased(600)],
    steps: [
      {
        when: doing('photo.watermark', { photos: 5000 }),
        answers: { amount: 500, slices: [{ lotId: 'purchased', amount: 500 }] },
        shows: { available: 100 },
      },
      { when: doing('photo.sync'), answers: { amount: 0, free: true }, shows: { available: 100 } },
    ],
  },
  {
    title: 'A01, A02, A03: number, type and settings make the price; what has none needs no credit',
    day: '2026-02-01',
    steps: [
      { when: doing('image.rotate'), answers: { amount: 0, free: true } },
      {
        when: doing('visual.generate', { images: 3 }),
        refused: ['INSUFFICIENT_CREDITS', { available: 0, needed: 6, shortfall: 6 }],
      },
      { when: purchased(100), shows: { available: 100 } },
      { when: doing('visual.generate', { images: 3 }), answers: { amount: 6 } },
      { when: doing('visual.generate', { images: 3, videos: 1 }), answers: { amount: 21 } },
      {
        when: doing('visual.generate', { images: 3 }, { quality: 'draft' }),
        answers: { amount: 3 },
        shows: { available: 70 },
      },
    ],
  },
  {
    title: 'A01: a price that comes to zero needs no credit either, and is not free',
    day: '2026-02-01',
    steps: [
      {
        when: quote(undefined, { action: 'photo.watermark', quantities: { photos: 0 } }),
        answers: { amount: 0, free: false },
      },
      { when: doing('photo.watermark', { photos: 0 }), answers: { amount: 0, free: false } },
      {
        when: quote(undefined, { action: 'photo.sync' }),
        answers: { amount: 0, free: true },
      },
      {
        when: doing('photo.sync'),
        answers: { amount: 0, free: true },
        shows: {
          usage: [
            { kind: 'FREE_ACTION', underlyingType: 'photo.sync', zeroPriced: false },
            { kind: 'FREE_ACTION', underlyingType: 'photo.watermark', zeroPriced: true },
          ],
        },
      },
    ],
  },
  {
    title: 'unknown actions, settings, values and quantities are refused, and cost nothing',
    day: '2026-02-01',
    given: [purchased(10)],
    steps: [
      { when: doing('photo.fold'), refused: ['NO_RATE', { action: 'photo.fold' }] },
      {
        when: doing('visual.generate', { songs: 1 }),
        refused: [
          'UNKNOWN_QUANTITY',
          { action: 'visual.generate', quantity: 'songs', known: ['images', 'videos'] },
        ],
      },
      {
        when: doing('visual.generate', { images: 1 }, { frame: 'gold' }),
        refused: ['UNKNOWN_SETTING', { setting: 'frame', value: '', known: ['quality'] }],
      },
      {
        when: doing('visual.generate', { images: 1 }, { quality: 'best' }),
        refused: [
          'UNKNOWN_SETTING',
          { setting: 'quality', value: 'best', known: ['draft', 'final'] },
        ],
        shows: { available: 10, usage: [] },
      },
    ],
  },
  {
    title: 'P02: what is available is how many photos can still be processed',
    day: '2026-02-01',
    given: [purchased(5)],
    steps: [
      { shows: { available: 5 } },
      { when: doing('photo.apply', { photos: 3 }, background), shows: { available: 2 } },
      {
        when: doing('photo.apply', { photos: 3 }, background),
        refused: ['INSUFFICIENT_CREDITS', { available: 2, needed: 3, shortfall: 1 }],
      },
      { when: doing('photo.apply', { photos: 2 }, background), shows: { available: 0 } },
    ],
  },
  {
    title: 'a price is rounded once, up',
    day: '2026-02-01',
    given: [purchased(10)],
    steps: [
      // 3 × 0.1 = 0.30 and 0.01 × 0.1 = 0.001, of which 0.01 is the least that counts.
      { when: doing('photo.watermark', { photos: 3 }), answers: { amount: 0.3 } },
      { when: doing('photo.watermark', { photos: 0.01 }), answers: { amount: 0.01 } },
      { when: spend(0.69), shows: { available: 9 } },
    ],
  },
];
