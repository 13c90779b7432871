export * from './contracts/event-store-contract.ts';
export * from './contracts/sample-events.ts';
export * from './temporary-directory.ts';
