/**
 * Statements compiled from plans (or from collections) are kept as long as what they were compiled from: plans are cached
 * by request shape and catalog revision, so a schema change drops both.
 */
export class StatementCache<K extends object, S> {
  private readonly statements = new WeakMap<K, S>();

  constructor(private readonly compile: (key: K) => S) {}

  get(key: K): S {
    let statement = this.statements.get(key);
    if (statement === undefined) {
      statement = this.compile(key);
      this.statements.set(key, statement);
    }
    return statement;
  }
}
