/** Lets a file of an end-to-end suite import by path from its own scope, and by name from what is loaded once (e2e-environment.cjs). */
const { createTransformer } = require('@swc/jest');

/** On the line that is there already, so that lines keep their numbers. */
const BY_NAME = `"use strict"; require = ((own) => (name) => (name.startsWith('.') ? own(name) : requireOnce(name)))(require);`;

module.exports = {
  createTransformer(options) {
    const swc = createTransformer(options);
    return {
      ...swc,
      process(...file) {
        const result = swc.process(...file);
        return { ...result, code: BY_NAME + result.code };
      },
    };
  },
};
