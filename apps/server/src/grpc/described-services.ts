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
  const health = Object.values(loadSync(protoPath)).flatMap(({ fileDescriptorProtos = [] }) =>
    (fileDescriptorProtos as readonly Uint8Array[]).map(asCompiled),
  );
  const files = [...filesIn(fileDescriptorSet()), ...health];
  return { all: { fileDescriptorProtos: files } } as unknown as Package;
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
    const nested = message.nestedType.find(({ name }) => name === field.typeName);
    if (nested?.options?.mapEntry === true) nested.name = `${camelCase(field.name)}Entry`;
    const isInside = nested ?? message.enumType.find(({ name }) => name === field.typeName);
    if (isInside !== undefined) field.typeName = `${own}.${isInside.name}`;
    else if (/^[^.]/.test(field.typeName)) field.typeName = `${scope}.${field.typeName}`;
  }
  // The fields of an entry are named from outside of it: a map's values are types of the file.
  for (const nested of message.nestedType)
    nameInFull(nested, nested.options?.mapEntry === true ? scope : own);
}

const camelCase = (name: string): string =>
  name.replace(/(?:^|_)([a-z0-9])/g, (_, first: string) => first.toUpperCase());
