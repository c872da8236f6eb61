/**
 * Raised by adapters when a statement's own snapshot shows that what the work was planned against is out of date. Nothing
 * was written and nothing shown; the planning code renews what is stale and plans again.
 */
export class StaleExpectation extends Error {
  override readonly name = 'StaleExpectation';

  constructor(readonly stale: 'credential' | 'schema') {
    super(`The ${stale} changed since the work was planned`);
  }
}
