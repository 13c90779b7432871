import type {
  MethodDefinition,
  Server,
  ServiceDefinition,
  UntypedServiceImplementation,
} from '@grpc/grpc-js';
import { ReflectionService } from '@grpc/reflection';
import { HealthImplementation } from 'grpc-health-check';
import { addressOf } from './admission.ts';
import { describedServices } from './described-services.ts';
import { Places, type SharedLimits } from './places.ts';
import { answerOf } from './refusals/status-details.ts';
import { statusOf } from './refusals/status-of.ts';

/** grpc.health.v1 and reflection: what every gRPC tool expects, open to anyone. */
export class StandardServices {
  readonly #health = new HealthImplementation({ '': 'NOT_SERVING' });
  readonly #limits: SharedLimits;
  readonly #streams = new Set<{ end(): void }>();

  constructor(limits: SharedLimits) {
    this.#limits = limits;
  }

  addTo(server: Server): void {
    const watched = { addService: this.#addWatched(server) };
    this.#health.addToServer(watched);
    new ReflectionService(describedServices()).addToServer(watched);
  }

  setServing(isServing: boolean): void {
    this.#health.setStatus('', isServing ? 'SERVING' : 'NOT_SERVING');
  }

  /** Ends what would go on for ever, so that the server can stop. */
  endStreams(): void {
    for (const stream of this.#streams) stream.end();
  }

  // These libraries know no end of their streams and no bound, so both are seen to here.
  #addWatched(server: Server) {
    return (service: ServiceDefinition, implementation: UntypedServiceImplementation): void => {
      const streaming = Object.entries(service)
        .filter(([, { responseStream }]) => responseStream)
        .flatMap(([name, { originalName }]) => [name, originalName ?? name]);
      const watched = Object.entries(implementation).map(([name, serve]) => [
        name,
        streaming.includes(name) ? this.#watching(serve) : serve,
      ]);
      server.addService(
        withShortRequests(service),
        Object.fromEntries(watched) as UntypedServiceImplementation,
      );
    };
  }

  #watching(serve: UntypedServiceImplementation[string]) {
    return (call: Stream): void => {
      const places = new Places(this.#limits, { tenant: null, caller: addressOf(call) });
      try {
        places.take('anonymous_streams');
      } catch (error) {
        call.emit('error', answerOf(statusOf(error, {})));
        return;
      }
      this.#streams.add(call);
      call.on('close', () => {
        this.#streams.delete(call);
        places.leave();
      });
      readWhileThereIsRoom(call);
      (serve as (stream: Stream) => void)(call);
    };
  }
}

interface Stream {
  getPeer(): string;
  emit(event: 'error', end: object): unknown;
  end(): void;
  on(event: 'close', forget: () => void): unknown;
  once(event: 'drain', goOn: () => void): unknown;
  write(message: object): boolean;
  /** Where it is a stream of requests too. */
  pause?(): unknown;
  resume?(): unknown;
}

/** Whoever asks and does not read the answers is not read from any more until it does. */
function readWhileThereIsRoom(call: Stream): void {
  const write = call.write.bind(call);
  call.write = (message) => {
    const hasRoom = write(message);
    if (!hasRoom) {
      call.pause?.();
      call.once('drain', () => call.resume?.());
    }
    return hasRoom;
  };
}

const REQUEST_BYTES_MAX = 4_096;

/** What is longer than any name asks for nothing: reflection would send it back in its answer. */
const withShortRequests = (service: ServiceDefinition): ServiceDefinition =>
  Object.fromEntries(
    Object.entries(service).map(([name, definition]) => [
      name,
      withShortRequest(definition as MethodDefinition<object, object>),
    ]),
  );

const withShortRequest = (
  definition: MethodDefinition<object, object>,
): MethodDefinition<object, object> => ({
  ...definition,
  requestDeserialize: (bytes) =>
    definition.requestDeserialize(bytes.length > REQUEST_BYTES_MAX ? Buffer.alloc(0) : bytes),
});
