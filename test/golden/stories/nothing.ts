import { consume, open, record } from '../../faults/wallet-commands.ts';
import { hour, type Story } from './story.ts';

const nap = { action: 'nap', amount: undefined };

/** What costs nothing: by its price, and by a free rate. */
export const nothing: Story = {
  name: 'nothing',
  steps: [
    [60, open()],
    [60, { type: 'PublishRateCard', rates: { nap: { fixed: '0' }, revert: { free: true } } }],
    [61, consume('c1', '0', nap)],
    [62, record('c2', '0', { ...nap, occurredAt: hour(61) })],
    [62, consume('c3', '0', { ...nap, action: 'revert' })],
  ],
};
