import { Caller } from './client.ts';
import type { Server } from './server.ts';

/** The people and programs of the demo, each with a token of its own. */
export type Callers = Readonly<
  Record<'operator' | 'service' | 'finance' | 'admin' | 'auditor' | 'm2' | 'm4', Caller>
>;

export async function callersOf(server: Server): Promise<Callers> {
  const caller = async (subject: string, role: string): Promise<Caller> =>
    new Caller(server.address, await server.token(subject, role));
  const [operator, service, finance, admin, auditor, m2, m4] = await Promise.all([
    caller('olga', 'operator'),
    caller('gateway', 'service'),
    caller('finn', 'finance'),
    caller('ada', 'admin'),
    caller('audrey', 'auditor'),
    caller('m2', 'member'),
    caller('m4', 'member'),
  ]);
  return { operator, service, finance, admin, auditor, m2, m4 };
}
