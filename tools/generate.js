// Writes what is made from something else: the pages that the code says, and the TypeScript of the
// protos.
import { spawnSync } from 'node:child_process';
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { rolesPage, withRoles } from '../apps/server/src/reference/roles.ts';
import { settingsPage } from '../apps/server/src/reference/settings-page.ts';

writeFileSync('docs/settings.md', settingsPage());
writeFileSync('docs/roles.md', rolesPage());
for (const file of globSync('libs/contracts/proto/credits/v1/*.proto'))
  writeFileSync(file, withRoles(readFileSync(file, 'utf8')));

const buf = ['node_modules/@bufbuild/buf/bin/buf', 'generate'];
process.exitCode = spawnSync(process.execPath, buf, { stdio: 'inherit' }).status ?? 1;
