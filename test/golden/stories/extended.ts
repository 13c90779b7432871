import { capture, grant, hold, open } from '../../faults/wallet-commands.ts';
import { hour, type Story } from './story.ts';

/** Holds that are given more time. */
export const extended: Story = {
  name: 'extended',
  steps: [
    [0, open({ policies: { holdMax: 'P2D' } })],
    [0, { type: 'AddMember', memberId: 'ann', role: 'member' }],
    [0, grant('g', '10')],
    [1, hold('h1', '4', { deadline: hour(2) })],
    [1, hold('h2', '2', { deadline: hour(20), memberId: 'ann' })],
    [1.5, { type: 'ExtendHold', holdId: 'h1', deadline: hour(25) }],
    [2, { type: 'ExtendHold', holdId: 'h2', deadline: hour(21) }],
    [24, capture('h1', 'c1')],
  ],
};
