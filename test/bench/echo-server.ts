import { Server, ServerCredentials, type handleUnaryCall } from '@grpc/grpc-js';
import {
  ReportServiceService,
  UsageServiceService,
  type BatchRecordUsageRequest,
  type BatchRecordUsageResponse,
  type ConsumeCreditsRequest,
  type ConsumeCreditsResponse,
  type GetBalanceRequest,
  type GetBalanceResponse,
} from '#contracts';
import { answers } from './answers.ts';

// The peer of every benchmark: bare grpc-js that reads the same requests and sends answers of the
// same size, and does nothing in between.

const consume: handleUnaryCall<ConsumeCreditsRequest, ConsumeCreditsResponse> = (call, answer) =>
  answer(null, { ...answers.consumed, consumptionId: call.request.consumptionId });

const batch: handleUnaryCall<BatchRecordUsageRequest, BatchRecordUsageResponse> = (call, answer) =>
  answer(null, {
    outcomes: call.request.records.map(({ walletId, consumptionId }) => ({
      walletId,
      consumptionId,
      outcome: { $case: 'recorded', value: { ...answers.recorded, consumptionId } },
    })),
  });

const balance: handleUnaryCall<GetBalanceRequest, GetBalanceResponse> = (_call, answer) =>
  answer(null, answers.balance);

const server = new Server();
const { consumeCredits, batchRecordUsage } = UsageServiceService;
server.addService(
  { consumeCredits, batchRecordUsage },
  { consumeCredits: consume, batchRecordUsage: batch },
);
server.addService({ getBalance: ReportServiceService.getBalance }, { getBalance: balance });
server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, port) => {
  if (error) throw error;
  console.log(JSON.stringify({ msg: 'listening', address: `127.0.0.1:${port}` }));
});
