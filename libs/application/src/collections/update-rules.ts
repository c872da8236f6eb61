/** Changes the rules of a collection; what is not sent stays. */
import type { RequestContext } from '#domain/kernel/request-context';
import type { Catalog } from '#domain/schema/catalog';
import type { Collection } from '#domain/schema/collection';
import { DefinitionProblems } from '#domain/schema/definition-problems';
import { composeFieldLists } from '#domain/schema/compose-field-lists';
import { type FieldListsInput, parseFieldLists } from '#domain/schema/field-lists-input';
import { ACCESS_KEYS, parseAllowAnonymous, refuseUnknown } from '#domain/schema/definition-input';
import { parseRules } from '#domain/schema/rules-input';
import type { CollectionStore } from '../ports/collection-store';
import type { Transaction } from '../ports/transactions';
import { checkRules } from './check-rules';
import type { CollectionHooks } from './collection-hooks';
import { collectionByName } from './find-collection';
import { openRuleWarnings, type SentAccess } from './open-rule-warnings';
import { requireSuperadmin } from '../kernel/require-superadmin';
import type { SchemaUnit } from './schema-unit';

interface SentRules extends SentAccess {
  readonly fieldLists: FieldListsInput;
}

export interface ChangedRules {
  readonly collection: Collection;
  readonly warnings: readonly string[];
}

export class UpdateRules {
  constructor(
    private readonly schema: SchemaUnit,
    private readonly store: CollectionStore,
    private readonly hooks: CollectionHooks,
  ) {}

  /** @throws SCHEMA_INVALID (422), RULE_… (400), SCHEMA_RULE_IN_USE (409) when a rule that asks for one of these breaks. */
  async execute(ctx: RequestContext, name: string, body: unknown): Promise<ChangedRules> {
    requireSuperadmin(ctx);
    const find = (catalog: Catalog): Collection => collectionByName(catalog, name);
    return this.hooks.around(ctx, { op: 'update', body, find, parse: parseBody }, async (sent, onDisk) => {
      const act = { name: 'collections.update_rules' } as const;
      const collection = await this.schema.run(ctx, act, (tx, catalog) => this.update(tx, catalog, name, sent), onDisk);
      return { collection, warnings: openRuleWarnings(collection, sent) };
    });
  }

  private async update(tx: Transaction, catalog: Catalog, name: string, sent: SentRules): Promise<Collection> {
    const before = collectionByName(catalog, name);
    const { rules, allowAnonymous = before.allowAnonymous } = sent;
    const problems = new DefinitionProblems();
    const fieldLists = composeFieldLists(sent.fieldLists, before.fields, before, problems);
    problems.throwIfAny();
    const after = { ...before, rules: { ...before.rules, ...rules }, fieldLists, allowAnonymous, updatedAt: tx.now };
    const others = catalog.collections.filter((collection) => collection.id !== before.id);
    const changed = catalog.with([...others, after]);
    checkRules(changed, { collectionId: before.id, rules }, 'SCHEMA_RULE_IN_USE');
    await this.store.update(tx, [after]);
    return after;
  }
}

function parseBody(body: unknown): SentRules {
  const problems = new DefinitionProblems();
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    problems.add('body', 'invalid_type', 'must be a JSON object');
    problems.throwIfAny();
  }
  const input = new Map<string, unknown>(Object.entries(body ?? {}));
  refuseUnknown(input, ACCESS_KEYS, problems);
  const rules = parseRules(input, problems);
  const fieldLists = parseFieldLists(input, problems);
  const allowAnonymous = parseAllowAnonymous(input, problems);
  problems.throwIfAny();
  return { rules, fieldLists, ...(allowAnonymous === undefined ? {} : { allowAnonymous }) };
}
