import { Command } from 'commander';
import { SystemRandomness } from '#adapters';
import { eventPages } from '#application';
import { SealedTexts, type EventStore } from '#eventsourcing';
import { openTextKeyStore } from '../../../server/src/engines.ts';
import { configFor, type CommonOptions } from '../config.ts';
import { openLog, streamOf } from '../data.ts';
import { Misuse } from '../misuse.ts';
import { print, printJson } from '../output/print.ts';

interface EraseOptions extends CommonOptions {
  readonly yes?: boolean | undefined;
}

interface Erased {
  readonly tenantId: string;
  readonly walletId: string;
  readonly memberId: string | undefined;
}

export function eraseCommand(): Command {
  return new Command('erase')
    .description(
      'make personal texts unreadable for good, by deleting the key they are sealed with',
    )
    .argument('<tenant>')
    .argument('<wallet>', "without a member, the wallet's own texts are erased")
    .argument('[member]', 'erases the texts by and about this member')
    .option('--yes', 'do it: what is erased cannot be brought back')
    .action(async (...given: [string, string, string | undefined, unknown, Command]) => {
      const [tenantId, walletId, memberId, , command] = given;
      await erase({ tenantId, walletId, memberId }, command.optsWithGlobals<EraseOptions>());
    });
}

async function erase(erased: Erased, options: EraseOptions): Promise<void> {
  const { tenantId, walletId, memberId } = erased;
  const config = configFor(options);
  const events = await openLog(config);
  try {
    const stream = await streamOf(events, tenantId, walletId);
    if (memberId !== undefined) await requireMember(events, stream, erased);
    const whose = memberId === undefined ? `wallet ${walletId}` : `member ${memberId}`;
    if (options.yes !== true)
      throw new Misuse(`The texts of ${whose} would be unreadable for good: say so with --yes.`);
    const randomness = new SystemRandomness();
    const keys = openTextKeyStore(config, randomness);
    new SealedTexts(keys, randomness).erase(stream, memberId ?? null);
    keys.close();
    if (options.json === true) printJson({ erased: { tenantId, walletId, memberId } });
    else print(`The texts of ${whose} can no longer be read by anyone.`);
  } finally {
    await events.close();
  }
}

// A name that is mistyped must not look as if its texts were gone.
async function requireMember(events: EventStore, stream: string, erased: Erased): Promise<void> {
  const { memberId, walletId } = erased;
  for await (const page of eventPages(events, stream))
    for (const { type, data } of page)
      if (type === 'MemberAdded')
        if ((JSON.parse(data) as { readonly memberId: string }).memberId === memberId) return;
  throw new Error(`${memberId} was never a member of the wallet ${walletId}.`);
}
