import { purchased } from '../lots.ts';
import { add } from '../members.ts';
import type { Scenario } from '../scenario.ts';
import { doing, reverse, spend, used } from '../usage.ts';

/** What was used, broken down. */
export const breakdowns: readonly Scenario[] = [
  {
    title: 'R25: usage is summed by action, member, resource, local day and month, reversals apart',
    day: '2028-08-01',
    zone: 'Europe/Berlin',
    given: [add('ann'), add('bob'), purchased(100)],
    steps: [
      { when: spend(30, { id: 'run', by: 'ann', resource: { type: 'event', id: 'e', name: '' } }) },
      { at: '2028-08-31 23:59:59', when: spend(7, { by: 'bob' }) },
      { at: '2028-09-01', when: spend(12.5, { by: 'ann' }) },
      { when: doing('image.rotate') },
      { when: reverse('run', 5) },
      {
        when: used(2, { at: '2028-08-31 12:00' }),
        shows: {
          breakdown: [
            {
              by: ['USAGE_GROUPING_MEMBER', 'USAGE_GROUPING_MONTH'],
              days: '2028-08-01 to 2028-10-01',
              rows: [
                'ann 2028-08 30-5 1+0',
                'ann 2028-09 12.5-0 1+0',
                'bob 2028-08 7-0 1+0',
                '2028-08 2-0 1+0',
                '2028-09 0-0 0+1',
                'in all 51.5-5 4+1',
              ],
            },
            {
              by: ['USAGE_GROUPING_DAY', 'USAGE_GROUPING_RESOURCE_TYPE'],
              days: '2028-08-01 to 2028-09-01',
              rows: ['event 2028-08-01 30-5 1+0', ' 2028-08-31 9-0 2+0', 'in all 39-5 3+0'],
            },
            {
              by: ['USAGE_GROUPING_ACTION'],
              days: '2028-09-01 to 2028-09-02',
              memberId: 'ann',
              rows: ['job 12.5-0 1+0', 'in all 12.5-0 1+0'],
            },
          ],
        },
      },
    ],
  },
];
