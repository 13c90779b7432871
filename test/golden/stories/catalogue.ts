import { hour, type Story } from './story.ts';

/** Rate cards with everything that a rate can say. */
export const catalogue: Story = {
  name: 'catalogue',
  steps: [
    [
      0,
      {
        type: 'PublishRateCard',
        rates: {
          picture: {
            fixed: '0.50',
            unitPrice: { photos: '1.5' },
            factors: { size: { small: '1', large: '2.25' }, mode: { new: '1', old: '0.5' } },
            // oxlint-disable-next-line unicorn/no-thenable
            require: [{ when: { size: ['large'] }, then: { mode: ['new'] } }],
          },
          revert: { free: true },
          video: { fixed: '1', unitPrice: { seconds: '0.01' }, overCapture: 'CAP' },
        },
      },
    ],
    [
      0,
      {
        type: 'PublishRateCard',
        version: 2,
        effectiveFrom: hour(50),
        rates: { picture: { fixed: '2' }, revert: { free: true } },
      },
    ],
  ],
};
