import { BinaryWriter } from '@bufbuild/protobuf/wire';
import type { MethodDefinition } from '@grpc/grpc-js';
import * as contracts from '#contracts';
import type { LimitName } from './limits.ts';
import { missingRpcs, unknownRpcs } from '../../identity/access.ts';
import type { CallContext } from './call-context.ts';
import type { Fields, Form } from './validation/form.ts';
import { formOfRpc } from '../services/forms.ts';
import { type Gate, gateOf } from './validation/gate.ts';

type Definition = MethodDefinition<Fields, object>;

/** What answers an RPC: Nest's wrapping of a controller's method. */
export type Handler = (request: unknown, call: CallContext) => Promise<unknown>;

/** An RPC of the contracts with all that serves it. */
export interface Rpc {
  /** As the access table names it: "UsageService/ConsumeCredits". */
  readonly name: string;
  readonly definition: Definition;
  readonly form: Form;
  readonly gate: Gate;
  readonly handle: Handler;
  /** What a call of it takes one of. */
  readonly limits: readonly LimitName[];
}

/** The RPCs of a service by the names that grpc-js has for them. */
export type ServiceRpcs = Readonly<Record<string, Rpc>>;

/**
 * Every RPC of the contracts with its handler. Anything missing or left over, in the access table,
 * among the forms or among the handlers, stops the server from starting.
 */
export function bound(handlers: ReadonlyMap<string, Handler>): readonly ServiceRpcs[] {
  const faults = faultsIn(handlers);
  if (faults.length > 0) throw new Error(`The RPCs are not complete: ${faults.join('; ')}.`);
  return definitions().map((service) =>
    Object.fromEntries(
      Object.entries(service).map(([key, definition]) => [key, bind(definition, handlers)]),
    ),
  );
}

/** The name of an RPC as the access table has it. */
export const rpcName = ({ path }: { readonly path: string }): string =>
  path.slice('/credits.v1.'.length);

const definitions = (): readonly Readonly<Record<string, Definition>>[] =>
  Object.values(contracts.services) as unknown as Readonly<Record<string, Definition>>[];

function bind(definition: Definition, handlers: ReadonlyMap<string, Handler>): Rpc {
  const name = rpcName(definition);
  const handle = handlers.get(name);
  const form = formOfRpc(name);
  if (handle === undefined || form === undefined) throw new Error(`${name} is not served`);
  return {
    name,
    definition: written(lenient(definition)),
    form,
    gate: gateOf(form),
    handle,
    limits: limitsOf(name, definition),
  };
}

function limitsOf(name: string, { responseStream }: Definition): readonly LimitName[] {
  if (!responseStream) return ['calls'];
  if (name === 'ReportService/WatchBalance') return ['calls', 'streams', 'watchers'];
  // What takes as long as a history is, is answered as a stream.
  return name.startsWith('AuditService/') ? ['calls', 'streams', 'audits'] : ['calls', 'streams'];
}

/** What stands for a request whose bytes are no message, so that it is refused like a wrong one. */
export const malformed: Fields = Object.freeze({});

// grpc-js would answer INTERNAL, as if the fault were the server's.
const lenient = (definition: Definition): Definition => ({
  ...definition,
  requestDeserialize: (bytes) => {
    try {
      return definition.requestDeserialize(bytes);
    } catch {
      return malformed;
    }
  },
});

interface MessageCodec {
  encode(message: object, writer: BinaryWriter): BinaryWriter;
}

// A writer keeps its buffer when a message is finished, so that the next one needs no new memory.
let spare: BinaryWriter | undefined;
const SPARE_BYTES_MAX = 1_048_576;

// A response is named like its RPC: `buf lint` sees to that.
function written(definition: Definition): Definition {
  const response = `${definition.path.slice(definition.path.lastIndexOf('/') + 1)}Response`;
  const codec = (contracts as unknown as Readonly<Record<string, MessageCodec>>)[response];
  if (codec === undefined) throw new Error(`there is no ${response}`);
  return {
    ...definition,
    responseSerialize(message) {
      const writer = spare ?? new BinaryWriter();
      // One that fails or grows large is not kept.
      spare = undefined;
      const { buffer, byteOffset, length } = codec.encode(message, writer).finish();
      if (length <= SPARE_BYTES_MAX) spare = writer;
      return Buffer.from(buffer, byteOffset, length);
    },
  };
}

function faultsIn(handlers: ReadonlyMap<string, Handler>): readonly string[] {
  const names = definitions().flatMap((service) => Object.values(service).map(rpcName));
  const named = new Set(names);
  return [
    ...missingRpcs(names).map((name) => `${name} is not in the access table`),
    ...unknownRpcs(names).map((name) => `the access table has ${name}, which is no RPC`),
    ...names.filter((name) => !handlers.has(name)).map((name) => `${name} has no handler`),
    ...names.filter((name) => formOfRpc(name) === undefined).map((name) => `${name} has no form`),
    ...[...handlers.keys()]
      .filter((name) => !named.has(name))
      .map((name) => `there is a handler for ${name}, which is no RPC`),
  ];
}
