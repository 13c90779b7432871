// A local lint rule: reading the clock through `Date` without an argument.
// The clock's other doors are properties and globals, which the stock rules close.

const message = 'Time comes in as an argument here: the pure libs never read the clock.';

const isDate = (node) => node.callee.type === 'Identifier' && node.callee.name === 'Date';

const noCurrentDate = {
  create(context) {
    return {
      NewExpression(node) {
        if (isDate(node) && node.arguments.length === 0) context.report({ message, node });
      },
      CallExpression(node) {
        if (isDate(node)) context.report({ message, node });
      },
    };
  },
};

export default {
  meta: { name: 'time' },
  rules: { 'no-current-date': noCurrentDate },
};
