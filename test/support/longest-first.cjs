/** Starts the suites first that would be the last ones running: those that take longest, most of it waiting for processes. */
const { default: Sequencer } = require('@jest/test-sequencer');

const LONGEST = [
  'changes-property',
  'both/engines-compared',
  'once/stop',
  'once/explorer',
  'once/hooks-processes',
  'once/hooks-app',
  'once/hooks-files',
  'once/serve-watch',
  'cli',
  'once/stop-early',
  'processes',
  'crash',
  'once/documentation',
  'hooks-crash',
  'postgres/waits',
  'bounds/unsent-answers',
  'hooks-sequences',
].map((name) => `/test/e2e/${name}.e2e-spec.ts`);

/** Their place in the list; all others come after it, in jest's own order. */
function placeOf({ path }) {
  const place = LONGEST.findIndex((name) => path.endsWith(name));
  return place < 0 ? LONGEST.length : place;
}

module.exports = class extends Sequencer {
  async sort(tests) {
    const sorted = await super.sort(tests);
    return sorted.toSorted((one, other) => placeOf(one) - placeOf(other));
  }
};
