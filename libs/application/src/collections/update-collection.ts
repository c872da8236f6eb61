/** Changes the name, fields, indexes and rules of a collection, with its table; what is not sent stays. */
import type { DomainError } from '#domain/kernel/errors';
import type { RequestContext } from '#domain/kernel/request-context';
import type { Catalog } from '#domain/schema/catalog';
import type { Collection } from '#domain/schema/collection';
import type { DefinitionInput } from '#domain/schema/definition-input';
import { DefinitionProblems } from '#domain/schema/definition-problems';
import { describeChange } from '#domain/schema/describe-change';
import { diffCollection } from '#domain/schema/diff-collection';
import type { SchemaDiff } from '#domain/schema/diff-collection';
import { type Renaming, renameInDefinition } from '#domain/schema/rename-collection';
import { reviseCollection } from '#domain/schema/revise-collection';
import type { CollectionStore } from '../ports/collection-store';
import type { TableAdmin } from '../ports/table-admin';
import type { Transaction } from '../ports/transactions';
import { checkKeptRules } from './check-kept-rules';
import { checkRules } from './check-rules';
import type { CollectionHooks } from './collection-hooks';
import type { ChangedCollection } from './collection-view';
import { confirmationRequired } from './confirmation-required';
import type { EncryptionChanges } from './encryption-changes';
import { definitionOf } from './definition-of';
import { collectionById } from './find-collection';
import { openRuleWarnings } from './open-rule-warnings';
import { requireSuperadmin } from '../kernel/require-superadmin';
import type { RenameCollection } from './rename-collection';
import type { SchemaUnit } from './schema-unit';

interface Updated {
  readonly collection: Collection;
  /** From a name to itself where it stays. */
  readonly renaming: Renaming;
}

export class UpdateCollection {
  constructor(
    private readonly schema: SchemaUnit,
    private readonly store: CollectionStore,
    private readonly tables: TableAdmin,
    private readonly renames: RenameCollection,
    private readonly hooks: CollectionHooks,
    private readonly encryption: EncryptionChanges,
  ) {}

  /**
   * `confirmed` (or `confirm: true` in the body) allows changes that destroy values; without it they are refused with
   * the plan of all changes. Tightened limits apply to values written from then on; stored values stay.
   * @throws SCHEMA_CONFIRMATION_REQUIRED, SCHEMA_COLLECTION_EXISTS, SCHEMA_FIELD_IN_USE, SCHEMA_DATA_CONFLICT (409),
   * SCHEMA_INVALID (422), RULE_… (400).
   */
  async execute(ctx: RequestContext, id: string, body: unknown, confirmed: boolean): Promise<ChangedCollection> {
    requireSuperadmin(ctx);
    const find = (catalog: Catalog): Collection => collectionById(catalog, id);
    return this.hooks.around(ctx, { op: 'update', body, find, parse: definitionOf }, async (sent, onDisk) => {
      const input = { ...sent, confirm: sent.confirm || confirmed };
      const act = { name: 'collections.update', target: id } as const;
      const work = (tx: Transaction, catalog: Catalog) => this.update(tx, catalog, id, input);
      const { collection, renaming } = await this.schema.run(ctx, act, work, (updated) => onDisk(updated.collection));
      const counts = await this.store.recordCounts();
      const warnings = [...openRuleWarnings(collection, input), ...this.renames.warnings(renaming)];
      return { collection, recordCount: counts.get(id) ?? 0, warnings };
    });
  }

  private async update(tx: Transaction, catalog: Catalog, id: string, input: DefinitionInput): Promise<Updated> {
    const { name: from } = collectionById(catalog, id);
    const renaming = { from, to: input.name ?? from };
    const renamed = this.renames.plan(catalog, renaming);
    const before = collectionById(renamed, id);
    const problems = new DefinitionProblems();
    const revised = reviseCollection(before, renameInDefinition(input, renaming), renamed, tx.now, problems);
    problems.throwIfAny();
    const after = await this.encryption.prepare(tx, before, revised);
    const others = renamed.collections.filter((collection) => collection.id !== id);
    const changed = catalog.with([...others, after]);
    checkRules(changed, { collectionId: id, rules: input.rules }, 'SCHEMA_FIELD_IN_USE');
    checkKeptRules({ catalog: renamed, collection: before }, { catalog: changed, collection: after });
    const diff = diffCollection(before, after);
    if (diff.destructive && !input.confirm) throw unconfirmed(diff);
    if (diff.changes.length > 0) await this.tables.alterTable(tx, before, after, diff.changes, changed);
    await this.store.update(tx, [after]);
    await this.renames.apply(tx, catalog, others, renaming);
    return { collection: after, renaming };
  }
}

function unconfirmed(diff: SchemaDiff): DomainError {
  const changes = diff.changes.map(describeChange);
  const lost = changes.filter((change) => change.destructive).map((change) => change.field);
  return confirmationRequired(`This change deletes the values of ${lost.join(', ')} in every record`, changes);
}
