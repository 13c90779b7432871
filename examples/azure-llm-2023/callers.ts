import { Caller } from './client.ts';
import type { Server } from './server.ts';

/** Who calls in the demo, each with a token of its own. The staff is the product's. */
export type Callers = Readonly<Record<'staff' | 'service' | 'admin' | 'm2' | 'm4', Caller>>;

export async function callersOf(server: Server): Promise<Callers> {
  const caller = async (subject: string, ...roles: readonly string[]): Promise<Caller> =>
    new Caller(server.address, await server.token(subject, ...roles));
  const [staff, service, admin, m2, m4] = await Promise.all([
    caller('olga', 'operator', 'finance', 'auditor'),
    caller('gateway', 'service'),
    caller('ada', 'admin'),
    caller('m2', 'member'),
    caller('m4', 'member'),
  ]);
  return { staff, service, admin, m2, m4 };
}
