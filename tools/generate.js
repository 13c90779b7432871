// Writes what is made from something else: the pages that the code says, and the TypeScript of the
// protos.
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { settingsPage } from '../apps/server/src/reference/settings-page.ts';

writeFileSync('docs/settings.md', settingsPage());

const buf = ['node_modules/@bufbuild/buf/bin/buf', 'generate'];
process.exitCode = spawnSync(process.execPath, buf, { stdio: 'inherit' }).status ?? 1;
