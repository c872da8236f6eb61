/** Creates a collection: the registry's row and its table, together or not at all. */
import type { RequestContext } from '#domain/kernel/request-context';
import type { Catalog } from '#domain/schema/catalog';
import { defineCollection } from '#domain/schema/define-collection';
import type { DefinitionInput } from '#domain/schema/definition-input';
import { DefinitionProblems } from '#domain/schema/definition-problems';
import type { CollectionStore } from '../ports/collection-store';
import type { TableAdmin } from '../ports/table-admin';
import type { Transaction } from '../ports/transactions';
import { checkRules } from './check-rules';
import { collectionExists } from './collection-exists';
import type { CollectionHooks } from './collection-hooks';
import type { ChangedCollection } from './collection-view';
import type { EncryptionChanges } from './encryption-changes';
import { definitionOf } from './definition-of';
import { openRuleWarnings } from './open-rule-warnings';
import { requireSuperadmin } from '../kernel/require-superadmin';
import type { SchemaUnit } from './schema-unit';

export class CreateCollection {
  constructor(
    private readonly schema: SchemaUnit,
    private readonly store: CollectionStore,
    private readonly tables: TableAdmin,
    private readonly hooks: CollectionHooks,
    private readonly encryption: EncryptionChanges,
  ) {}

  /**
   * @throws SCHEMA_INVALID (422), SCHEMA_COLLECTION_EXISTS (409), RULE_… (400).
   */
  async execute(ctx: RequestContext, body: unknown): Promise<ChangedCollection> {
    requireSuperadmin(ctx);
    const find = () => ({ id: null, name: definitionOf(body).name ?? '' });
    return this.hooks.around(ctx, { op: 'create', body, find, parse: definitionOf }, async (input, onDisk) => {
      const act = { name: 'collections.create' } as const;
      const collection = await this.schema.run(ctx, act, (tx, catalog) => this.create(tx, catalog, input), onDisk);
      return { collection, recordCount: 0, warnings: openRuleWarnings(collection, input) };
    });
  }

  private async create(tx: Transaction, catalog: Catalog, input: DefinitionInput) {
    if (input.name !== undefined && catalog.find(input.name)) throw collectionExists(input.name);
    const problems = new DefinitionProblems();
    const defined = defineCollection(input, catalog, tx.now, problems);
    problems.throwIfAny();
    if (!defined) throw new Error('A definition without problems defines a collection');
    const collection = await this.encryption.prepare(tx, null, defined);
    const after = catalog.with([...catalog.collections, collection]);
    checkRules(after, { collectionId: collection.id, rules: input.rules }, 'SCHEMA_FIELD_IN_USE');
    await this.tables.createTable(tx, collection, after);
    await this.store.insert(tx, collection);
    return collection;
  }
}
