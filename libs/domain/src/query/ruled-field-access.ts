/**
 * Field access as collections define it: by their lists of fields, and by the conditions and the mask of each field. Superadmins
 * and the server itself are under none of them, but secrets are secrets to them too.
 */
import type { Actor, RequestContext } from '#domain/kernel/request-context';
import type { Column } from '#domain/rules/column-resolver';
import type { Condition } from '#domain/rules/condition';
import { fieldsReadBy, trustedValue } from '#domain/rules/related-value';
import type { Catalog } from '#domain/schema/catalog';
import { type Mask, SECRET } from '#domain/masks/mask';
import { maskOf } from '#domain/masks/mask-of';
import type { Collection, Field, FieldConditions, FieldListOperation, PersonalData } from '#domain/schema/collection';
import { isEncrypted } from '#domain/schema/field-storage';
import type { WriteAnswer } from '#domain/schema/validate-record';
import { conditionOf, isTrueOf, readsClear } from './caller-answers';
import { FieldAccess, type FieldUse, type Reading } from './field-access';
import { isUnderNoRule } from './rule-for';

/** What one catalog asks of callers, and the answers of those who have come. */
interface Questions {
  /** Each once. */
  readonly conditions: readonly Condition[];
  /** Fields whose values the same callers read are one question. */
  readonly personal: readonly PersonalData[];
  readonly keys: WeakMap<Actor, string>;
}

export class RuledFieldAccess extends FieldAccess {
  /** null: no collection restricts a field. */
  private readonly questions = new WeakMap<Catalog, Questions | null>();
  private readonly compiled = new WeakMap<FieldConditions, Readonly<Record<keyof FieldConditions, Condition>>>();

  /** One digit for each question says what it comes to, so that callers with the same answers share their plans. */
  override keyOf(ctx: RequestContext, catalog: Catalog): string {
    const questions = this.questionsOf(catalog);
    if (questions === null || isUnderNoRule(ctx)) return '';
    let key = questions.keys.get(ctx.actor);
    if (key === undefined) {
      const answers = [
        ...questions.conditions.map((condition) => isTrueOf(ctx, condition)),
        ...questions.personal.map((personal) => readsClear(ctx, personal)),
      ];
      key = `#${answers.map(Number).join('')}`;
      questions.keys.set(ctx.actor, key);
    }
    return key;
  }

  override admits(
    ctx: RequestContext,
    catalog: Catalog,
    collection: Collection,
    column: Column,
    use: FieldUse,
    reading: Reading,
  ): boolean {
    if (typeof column === 'string') return true;
    if (use !== 'show' && isEncrypted(column)) return false;
    if (isUnderNoRule(ctx)) return true;
    if (use !== 'show' && this.maskFor(ctx, column) !== null) return false;
    if (!isListed(collection, column, reading) || !this.holds(ctx, column, 'read')) return false;
    // What is made of fields could tell of them, so that it is there for those alone who read all of them as they are.
    return column.type !== 'computed' || this.readsAll(ctx, catalog, collection, column, reading);
  }

  private readsAll(
    ctx: RequestContext,
    catalog: Catalog,
    collection: Collection,
    field: Field,
    reading: Reading,
  ): boolean {
    return fieldsReadBy(trustedValue(catalog, collection, field), collection).every((read) =>
      this.admits(ctx, catalog, read.collection, read.field, 'filter', read.related ? 'view' : reading),
    );
  }

  override maskFor(ctx: RequestContext, field: Field): Mask | null {
    if (isEncrypted(field)) return SECRET;
    const { pii } = field;
    return pii === undefined || isUnderNoRule(ctx) || readsClear(ctx, pii) ? null : maskOf(pii);
  }

  /** A field that the caller knows nothing of is not there for them; what others may not write is told to whoever sees it. */
  override answerWrite(
    ctx: RequestContext,
    catalog: Catalog,
    collection: Collection,
    field: Field,
    operation: 'create' | 'update',
  ): WriteAnswer {
    if (field.type === 'computed') return this.isShown(ctx, catalog, collection, field) ? 'drop' : 'unknown';
    if (isUnderNoRule(ctx)) return 'allow';
    const isSeen = isListed(collection, field, 'view') || isListed(collection, field, 'list');
    if (!isSeen || !this.holds(ctx, field, 'read')) return 'unknown';
    if (!isListed(collection, field, operation)) return 'drop';
    return this.holds(ctx, field, 'write') ? 'allow' : 'refuse';
  }

  private isShown(ctx: RequestContext, catalog: Catalog, collection: Collection, field: Field): boolean {
    return (['view', 'list'] as const).some((reading) => this.admits(ctx, catalog, collection, field, 'show', reading));
  }

  private holds(ctx: RequestContext, { access }: Field, way: keyof FieldConditions): boolean {
    return access === undefined || isTrueOf(ctx, this.conditionsOf(access)[way]);
  }

  private conditionsOf(access: FieldConditions): Readonly<Record<keyof FieldConditions, Condition>> {
    let conditions = this.compiled.get(access);
    if (conditions === undefined) {
      conditions = { read: conditionOf(access.read), write: conditionOf(access.write) };
      this.compiled.set(access, conditions);
    }
    return conditions;
  }

  private questionsOf(catalog: Catalog): Questions | null {
    let questions = this.questions.get(catalog);
    if (questions === undefined) {
      questions = this.ask(catalog);
      this.questions.set(catalog, questions);
    }
    return questions;
  }

  private ask({ collections }: Catalog): Questions | null {
    const conditions = new Map<string | null, Condition>();
    const personal = new Map<string, PersonalData>();
    let isRestricted = false;
    for (const { fields, fieldLists } of collections) {
      isRestricted ||= Object.values(fieldLists).some((list) => list !== null);
      for (const { access, pii } of fields) {
        isRestricted ||= access !== undefined || pii !== undefined;
        if (pii !== undefined) personal.set(JSON.stringify(pii.clearTo), pii);
        if (access === undefined) continue;
        const { read, write } = this.conditionsOf(access);
        conditions.set(access.read, read).set(access.write, write);
      }
    }
    const asking = [...conditions.values()].filter(({ kind }) => kind !== 'constant');
    return isRestricted ? { conditions: asking, personal: [...personal.values()], keys: new WeakMap() } : null;
  }
}

function isListed({ fieldLists }: Collection, { id }: Field, operation: FieldListOperation): boolean {
  return fieldLists[operation]?.includes(id) ?? true;
}
