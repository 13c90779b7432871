import { compareReadModelsHandler } from './compare-read-models.ts';
import { exportPersonHandler } from './export-person.ts';
import { exportStreamHandler } from './export-stream.ts';
import { getBalanceHandler } from './get-balance.ts';
import { getBalanceAsOfHandler } from './get-balance-as-of.ts';
import { getHoldHandler } from './get-hold.ts';
import { getMemberBalanceHandler } from './get-member-balance.ts';
import { getMemberUsageHandler } from './get-member-usage.ts';
import { getMonthlyUsageHandler } from './get-monthly-usage.ts';
import { getRateCardHandler } from './get-rate-card.ts';
import { getUsageBreakdownHandler } from './get-usage-breakdown.ts';
import { getWalletHandler } from './get-wallet.ts';
import { listLotsHandler } from './list-lots.ts';
import { listMembersHandler } from './list-members.ts';
import { listRequestsHandler } from './list-requests.ts';
import { listTransactionsHandler } from './list-transactions.ts';
import { listWalletsHandler } from './list-wallets.ts';
import { quoteUsageHandler } from './quote-usage.ts';
import { readStreamHandler } from './read-stream.ts';
import { verifyStreamHandler } from './verify-stream.ts';

/** The handlers of all questions. */
export const queryHandlers = [
  getWalletHandler,
  listWalletsHandler,
  getBalanceHandler,
  getMemberBalanceHandler,
  getBalanceAsOfHandler,
  getHoldHandler,
  listLotsHandler,
  listMembersHandler,
  listRequestsHandler,
  listTransactionsHandler,
  getMonthlyUsageHandler,
  getMemberUsageHandler,
  getUsageBreakdownHandler,
  quoteUsageHandler,
  getRateCardHandler,
  readStreamHandler,
  exportStreamHandler,
  verifyStreamHandler,
  compareReadModelsHandler,
  exportPersonHandler,
];
