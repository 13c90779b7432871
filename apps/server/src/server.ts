import 'reflect-metadata';
import { setLogger } from '@grpc/grpc-js';
import type { INestMicroservice } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { SystemTimer } from '#adapters';
import { Reading } from '#application';
import { pino } from 'pino';
import { assemble } from './assembly.ts';
import { appModule } from './app-module.ts';
import { startingWith } from './cannot-start.ts';
import type { Config } from './config.ts';
import { GrpcTransport } from './grpc/transport/grpc-transport.ts';
import { defaultLimits } from './grpc/transport/limits.ts';
import { readAt } from './grpc/wire/reading.ts';
import { watchHealth } from './health.ts';
import { ServerLog } from './server-log.ts';
import { verifierOf } from './trust.ts';

/** A running server: where it listens, and how it ends. */
export interface RunningServer {
  readonly address: string;
  /** Answers what is in flight, stores what is decided, and lets go of the files. */
  stop(): Promise<void>;
}

/** Starts the ledger: engines, followers, ticker and the gRPC transport, in this order. */
export async function startServer(config: Config): Promise<RunningServer> {
  const log = pino({ level: config.logLevel, base: { instance: config.instance } });
  // What it says of a failure is in the error too.
  setLogger({ error: (message: unknown) => log.debug(String(message)) });
  const verifier = await verifierOf(config, log);
  const assembly = await assemble(config, log);
  const limits = { ...defaultLimits, drainMsMax: config.drainMs };
  const transport = new GrpcTransport({
    address: config.listen,
    verifier,
    limits,
    timer: new SystemTimer(),
    readAt: () => readAt(new Reading(assembly.ports).place),
  });
  const app = await NestFactory.createMicroservice(
    appModule({ ports: assembly.ports, movableClock: assembly.movableClock, limits }),
    { strategy: transport, logger: new ServerLog(log), abortOnError: false },
  );
  try {
    await startingWith(`LISTEN=${config.listen}`, () => listening(app));
  } catch (error) {
    await assembly.close();
    throw error;
  }
  const health = watchHealth(assembly, { log, setServing: (is) => transport.setServing(is) });
  const address = `${config.listen.slice(0, config.listen.lastIndexOf(':'))}:${transport.port}`;
  log.info({ address, production: config.production }, 'listening');
  return {
    address,
    async stop() {
      log.info('draining');
      health.rest();
      await app.close();
      await assembly.close();
      health.stop();
      log.info('stopped');
    },
  };
}

// grpc-js says first that there is no address, and why only behind it.
async function listening(app: INestMicroservice): Promise<void> {
  try {
    await app.listen();
  } catch (error) {
    const { message } = error as Error;
    const why = /^No address added[^]*errors: \[(?<why>[^]+)\]$/.exec(message)?.groups?.['why'];
    throw why === undefined ? error : new Error(why, { cause: error });
  }
}
