// Says what Jest found, from the results it wrote. A suite that could not run counts as failed,
// and so does a run that left no results.
import { readFileSync } from 'node:fs';

function resultsIn(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return { numPassedTests: 0, numFailedTests: 1, numRuntimeErrorTestSuites: 0 };
  }
}

const { numPassedTests, numFailedTests, numRuntimeErrorTestSuites } = resultsIn(process.argv[2]);
const failed = numFailedTests + numRuntimeErrorTestSuites;
console.log(`${numPassedTests} passed, ${failed} failed`);
process.exitCode = failed === 0 && numPassedTests > 0 ? 0 : 1;
