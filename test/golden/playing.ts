import type { Actor, RecordedEvent } from '#eventsourcing';
import { catalogStream, walletStream } from '#ledger';
import { type Installation, TENANT, type TestClock } from '../faults/installation.ts';
import { hour, type Step, type Story } from './stories/story.ts';

const ADMIN: Actor = { type: 'ADMIN', id: 'eve' };
const EVENTS_MAX = 10_000;

/** The key of a story's step. */
export const keyOf = ({ name }: Story, index: number): string => `${name}-${index}`;

export const streamOf = ({ name, steps }: Story): string =>
  steps[0]?.[1].type === 'PublishRateCard' ? catalogStream(TENANT) : walletStream(TENANT, name);

/** Does one step of a story, under its key. */
export function takeStep(here: Installation, story: Story, index: number) {
  const [, command, actor = ADMIN] = story.steps[index] as Step;
  const asking = { tenantId: TENANT, actor, idempotencyKey: keyOf(story, index), dryRun: false };
  return command.type === 'PublishRateCard'
    ? here.ledger.submitToCatalog(command, asking)
    : here.ledger.submitToWallet(story.name, command, {
        ...asking,
        correlationId: `of ${story.name}`,
      });
}

/** Plays a story from its first step to its last, and answers what was stored. */
export async function play(
  here: Installation,
  clock: TestClock,
  story: Story,
): Promise<readonly RecordedEvent[]> {
  for (const [index, [hours]] of story.steps.entries()) {
    clock.at = hour(hours);
    await takeStep(here, story, index).catch((error: unknown) => {
      throw new Error(`${keyOf(story, index)} was not accepted`, { cause: error });
    });
    await here.snapshot();
  }
  return here.events.readStream(streamOf(story), 1, EVENTS_MAX);
}
