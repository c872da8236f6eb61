/**
 * Raised by adapters when a statement's own snapshot shows that what the plan was made from is out of date. Nothing was
 * written and nothing shown; the caller refreshes what is stale and plans again.
 */
export class StaleSchema extends Error {
  override readonly name = 'StaleSchema';
}

export class StaleCredential extends Error {
  override readonly name = 'StaleCredential';
}
