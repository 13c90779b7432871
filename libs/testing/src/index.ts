export * from './contracts/clock-contract.ts';
export * from './contracts/event-store-contract.ts';
export * from './contracts/read-model-store-contract.ts';
export * from './contracts/sample-events.ts';
export * from './contracts/snapshot-store-contract.ts';
export * from './contracts/text-key-store-contract.ts';
export * from './temporary-directory.ts';
