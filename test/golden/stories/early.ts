import { grant, open, record } from '../../faults/wallet-commands.ts';
import { hour, type Story } from './story.ts';

/** Usage that came before its wallet. */
export const early: Story = {
  name: 'early',
  steps: [
    [5, open()],
    [5, grant('g', '10', { effectiveAt: hour(1) })],
    [6, record('before', '4', { occurredAt: hour(2) })],
    [6, record('after', '1', { occurredAt: hour(5.5) })],
  ],
};
