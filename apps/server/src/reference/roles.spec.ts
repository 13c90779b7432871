import { globSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { rolesPage, withRoles } from './roles.ts';

describe('who may call what, as it is written down', () => {
  test('docs/roles.md is made from the table: npm run generate', () => {
    expect(readFileSync('docs/roles.md', 'utf8')).toBe(rolesPage());
  });

  test.each(globSync('libs/contracts/proto/credits/v1/*.proto'))(
    '%s says it of each RPC: npm run generate',
    (file) => {
      const proto = readFileSync(file, 'utf8');
      const rpcs = proto.match(/^ {2}rpc /gm) ?? [];
      expect(proto.match(/^ {2}\/\/ Roles: .+\.\n {2}rpc /gm) ?? []).toHaveLength(rpcs.length);
      expect(proto).toBe(withRoles(proto));
    },
  );
});
