// Jest's Node environment, with a `Temporal` of the tests' own realm. V8 makes a context's `Temporal`
// when it is first read, in the realm of the reader. Jest's fake timers would be that reader, and
// what `Temporal` throws would not be `instanceof RangeError` inside a test.
const vm = require('node:vm');
const { TestEnvironment } = require('jest-environment-node');

const { createContext } = vm;
vm.createContext = (...args) => {
  const context = createContext(...args);
  vm.runInContext('Temporal', context);
  return context;
};

module.exports = TestEnvironment;
