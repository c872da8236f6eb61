import { Injectable } from '@nestjs/common';
import { requestValues } from '#application/records/fresh-requests';
import { Clock } from '#domain/kernel/clock';
import type { RequestContext } from '#domain/kernel/request-context';
import { isAdmitted, isUnderNoRule, ruleFor } from '#domain/query/rule-for';
import type { Condition, RequestValues } from '#domain/rules/condition';
import { mayBeTrue } from '#domain/rules/decide';
import type { Catalog } from '#domain/schema/catalog';
import { type Collection, RULE_OPERATIONS, type RuleOperation } from '#domain/schema/collection';

export type OperationsByCollection = ReadonlyMap<Collection, readonly RuleOperation[]>;

/**
 * What a caller can do with which collections now, whatever the record: not what is locked, is out of an API key's scopes, or
 * asks for a role, a group or an account that is not the caller's.
 */
@Injectable()
export class OpenOperations {
  /** Of one catalog, and of callers under rules, who all are under the same. */
  private known: { readonly catalog: Catalog; readonly rules: Map<string, Condition> } | undefined;

  constructor(private readonly clock: Clock) {}

  /** Collections without any are left out. */
  to(ctx: RequestContext, catalog: Catalog): OperationsByCollection {
    const values = requestValues(ctx, new Date(this.clock.now()));
    const open = new Map<Collection, readonly RuleOperation[]>();
    for (const collection of catalog.collections) {
      const operations = RULE_OPERATIONS.filter((each) => this.isOpen(ctx, catalog, collection, each, values));
      if (operations.length > 0) open.set(collection, operations);
    }
    return open;
  }

  private isOpen(
    ctx: RequestContext,
    catalog: Catalog,
    collection: Collection,
    operation: RuleOperation,
    values: RequestValues,
  ): boolean {
    if (!isAdmitted(ctx, collection, operation)) return false;
    return isUnderNoRule(ctx) || mayBeTrue(this.rule(ctx, catalog, collection, operation), values);
  }

  /** Rules are read once: hundreds of collections have thousands of them. */
  private rule(ctx: RequestContext, catalog: Catalog, collection: Collection, operation: RuleOperation): Condition {
    if (this.known?.catalog !== catalog) this.known = { catalog, rules: new Map() };
    const { rules } = this.known;
    const key = `${ctx.actor.kind} ${operation} ${collection.id}`;
    const rule = rules.get(key) ?? ruleFor(ctx, catalog, collection, operation);
    rules.set(key, rule);
    return rule;
  }
}
