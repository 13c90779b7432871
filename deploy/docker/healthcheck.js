// Asks the server of this container over grpc.health.v1. Exit code 0 means it is serving.
import { credentials, loadPackageDefinition } from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';
import { protoPath } from 'grpc-health-check';

const port = (process.env.LISTEN ?? '0.0.0.0:50051').split(':').at(-1);
const { Health } = loadPackageDefinition(loadSync(protoPath, { enums: String })).grpc.health.v1;
const client = new Health(`127.0.0.1:${port}`, credentials.createInsecure());

client.Check({ service: '' }, { deadline: Date.now() + 2_000 }, (error, answer) => {
  if (error || answer.status !== 'SERVING') {
    console.error(error?.message ?? answer.status);
    process.exitCode = 1;
  }
  client.close();
});
