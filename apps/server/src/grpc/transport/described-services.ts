import { fromBinary, toBinary } from '@bufbuild/protobuf';
import { BinaryReader } from '@bufbuild/protobuf/wire';
import { type DescriptorProto, FileDescriptorProtoSchema } from '@bufbuild/protobuf/wkt';
import { loadSync } from '@grpc/proto-loader';
import { protoPath } from 'grpc-health-check';
import { fileDescriptorSet } from '#contracts';

type Package = ReturnType<typeof loadSync>;

/**
 * The files of everything that is served, as reflection reads them: from the types of a loaded
 * package, of which it needs nothing else.
 */
export function describedServices(): Package {
  // The types of a package have its files, its services have none.
  const loaded = Object.values(loadSync(protoPath)) as readonly Partial<Loaded>[];
  const health = loaded.flatMap(({ fileDescriptorProtos = [] }) =>
    fileDescriptorProtos.map(asCompiled),
  );
  const files = [...filesIn(fileDescriptorSet()), ...health];
  return { all: { fileDescriptorProtos: files } } as unknown as Package;
}

interface Loaded {
  readonly fileDescriptorProtos: readonly Uint8Array[];
}

const fileField = 1;

/** The files of a google.protobuf.FileDescriptorSet, each as it was encoded. */
function filesIn(descriptors: Uint8Array): readonly Buffer[] {
  const reader = new BinaryReader(descriptors);
  const found: Buffer[] = [];
  while (reader.pos < reader.len) {
    const [field, wireType] = reader.tag();
    if (field === fileField) found.push(Buffer.from(reader.bytes()));
    else reader.skip(wireType, field);
  }
  return found;
}

/**
 * The loader names the entry of a map like its field, and types as they are called inside their
 * message. Clients that hold to the rules (an entry is the field's name in camel case and "Entry",
 * a type has its full name) refuse all of such a file.
 */
function asCompiled(bytes: Uint8Array): Buffer {
  const file = fromBinary(FileDescriptorProtoSchema, bytes);
  for (const message of file.messageType) nameInFull(message, `.${file.package}`);
  return Buffer.from(toBinary(FileDescriptorProtoSchema, file));
}

function nameInFull(message: DescriptorProto, scope: string): void {
  const own = `${scope}.${message.name}`;
  for (const field of message.field) {
    const isNamed = ({ name }: { readonly name: string }): boolean => name === field.typeName;
    const nested = message.nestedType.find(isNamed);
    if (isMapEntry(nested)) nested.name = `${camelCase(field.name)}Entry`;
    const isInside = nested ?? message.enumType.find(isNamed);
    if (isInside !== undefined) field.typeName = `${own}.${isInside.name}`;
    else if (/^[^.]/.test(field.typeName)) field.typeName = `${scope}.${field.typeName}`;
  }
  // The fields of an entry are named from outside of it: a map's values are types of the file.
  for (const nested of message.nestedType) nameInFull(nested, isMapEntry(nested) ? scope : own);
}

const isMapEntry = (message: DescriptorProto | undefined): message is DescriptorProto =>
  message?.options?.mapEntry === true;

const camelCase = (name: string): string =>
  name.replace(/(?:^|_)([a-z0-9])/g, (_, first: string) => first.toUpperCase());
