import type { Server, ServiceDefinition, UntypedServiceImplementation } from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';
import { ReflectionService } from '@grpc/reflection';
import { BinaryReader } from '@bufbuild/protobuf/wire';
import { HealthImplementation, protoPath } from 'grpc-health-check';
import { fileDescriptorSet } from '#contracts';

/** grpc.health.v1 and reflection: what every gRPC tool expects, open to anyone. */
export class StandardServices {
  readonly #health = new HealthImplementation({ '': 'NOT_SERVING' });
  readonly #streams = new Set<{ end(): void }>();

  addTo(server: Server): void {
    const watched = { addService: this.#addWatched(server) };
    this.#health.addToServer(watched);
    new ReflectionService(described()).addToServer(watched);
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

// Reflection reads its files from the types of a loaded package, and needs nothing else of them.
function described(): ReturnType<typeof loadSync> {
  const ours = { credits: { fileDescriptorProtos: files(fileDescriptorSet()) } };
  return { ...loadSync(protoPath), ...(ours as unknown as ReturnType<typeof loadSync>) };
}

const fileField = 1;

/** The files of a google.protobuf.FileDescriptorSet, each as it was encoded. */
function files(descriptors: Uint8Array): readonly Buffer[] {
  const reader = new BinaryReader(descriptors);
  const found: Buffer[] = [];
  while (reader.pos < reader.len) {
    const [field, wireType] = reader.tag();
    if (field === fileField) found.push(Buffer.from(reader.bytes()));
    else reader.skip(wireType, field);
  }
  return found;
}
