/** What the services say of their RPCs, as one table by the names under which RPCs are known. */
export const byRpc = <Row>(
  services: Readonly<Record<string, Readonly<Record<string, Row>>>>,
): Readonly<Record<string, Row>> =>
  Object.fromEntries(
    Object.entries(services).flatMap(([service, rpcs]) =>
      Object.entries(rpcs).map(([rpc, row]) => [`${service}/${rpc}`, row] as const),
    ),
  );
