import { purchased } from '../lots.ts';
import type { Scenario } from '../scenario.ts';
import { doing, quote, spend, used } from '../usage.ts';

/** What must be said of usage for it to have a price. */
export const quantities: readonly Scenario[] = [
  {
    title: 'A02: what is priced by number needs one, unless the caller priced it or none is meant',
    day: '2026-02-01',
    given: [purchased(10)],
    steps: [
      {
        when: doing('visual.generate'),
        refused: ['MISSING_QUANTITY', { action: 'visual.generate', names: ['images', 'videos'] }],
      },
      {
        when: used(undefined, { action: 'visual.generate', at: '2026-02-01' }),
        refused: ['MISSING_QUANTITY', { names: ['images', 'videos'] }],
      },
      {
        when: quote(undefined, { action: 'visual.generate' }),
        refused: ['MISSING_QUANTITY', { names: ['images', 'videos'] }],
      },
      { when: spend(3, { action: 'visual.generate' }), answers: { amount: 3, free: false } },
      {
        when: doing('visual.look'),
        answers: { amount: 0, free: false },
        shows: { available: 7 },
      },
    ],
  },
];
