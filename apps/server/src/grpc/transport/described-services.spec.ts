import { createFileRegistry, fromBinary } from '@bufbuild/protobuf';
import {
  type DescriptorProto,
  FileDescriptorProtoSchema,
  FileDescriptorSetSchema,
} from '@bufbuild/protobuf/wkt';
import { create } from '@bufbuild/protobuf';
import { describe, expect, test } from '@jest/globals';
import { services } from '#contracts';
import { describedServices } from './described-services.ts';

const files = Object.values(describedServices())
  .flatMap(({ fileDescriptorProtos }) => fileDescriptorProtos as Buffer[])
  .map((bytes) => fromBinary(FileDescriptorProtoSchema, bytes));

/** Each message that stands for the entries of a map, with the field that it belongs to. */
const mapEntriesIn = (message: DescriptorProto): readonly (readonly [string, string])[] =>
  message.nestedType.flatMap((nested) => [
    ...mapEntriesIn(nested),
    ...(nested.options?.mapEntry === true
      ? [[nested.name, ownerOf(message, nested.name)] as const]
      : []),
  ]);

const ownerOf = (message: DescriptorProto, entry: string): string =>
  message.field.find(({ typeName }) => typeName.split('.').at(-1) === entry)?.name ?? '';

describe('what reflection serves', () => {
  test('describes every service, health too, in files that refer to nothing else', () => {
    const registry = createFileRegistry(create(FileDescriptorSetSchema, { file: files }));
    for (const service of [...Object.keys(services), 'grpc.health.v1.Health'])
      expect(registry.getService(service)?.methods.length).toBeGreaterThan(0);
  });

  test('names the entry of every map as clients require: its field in camel case, and Entry', () => {
    const entries = files.flatMap(({ messageType }) => messageType.flatMap(mapEntriesIn));
    expect(entries).toContainEqual(['StatusesEntry', 'statuses']);
    for (const [entry, field] of entries)
      expect(entry.toLowerCase()).toBe(`${field.replaceAll('_', '').toLowerCase()}entry`);
  });
});
