import type { Server, ServiceDefinition, UntypedServiceImplementation } from '@grpc/grpc-js';
import { ReflectionService } from '@grpc/reflection';
import { HealthImplementation } from 'grpc-health-check';
import { describedServices } from './described-services.ts';

/** grpc.health.v1 and reflection: what every gRPC tool expects, open to anyone. */
export class StandardServices {
  readonly #health = new HealthImplementation({ '': 'NOT_SERVING' });
  readonly #streams = new Set<{ end(): void }>();

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

  // These libraries know no end of their streams, so they are remembered here.
  #addWatched(server: Server) {
    return (service: ServiceDefinition, implementation: UntypedServiceImplementation): void => {
      const streaming = Object.entries(service)
        .filter(([, { responseStream }]) => responseStream)
        .flatMap(([name, { originalName }]) => [name, originalName ?? name]);
      const watched = Object.entries(implementation).map(([name, serve]) => [
        name,
        streaming.includes(name) ? this.#remembering(serve) : serve,
      ]);
      server.addService(service, Object.fromEntries(watched) as UntypedServiceImplementation);
    };
  }

  #remembering(serve: UntypedServiceImplementation[string]) {
    return (call: Stream): void => {
      this.#streams.add(call);
      call.on('close', () => this.#streams.delete(call));
      (serve as (stream: Stream) => void)(call);
    };
  }
}

interface Stream {
  end(): void;
  on(event: 'close', forget: () => void): unknown;
}
