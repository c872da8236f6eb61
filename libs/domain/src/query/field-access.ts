/**
 * What a caller may do with a field: asked wherever a request names one, and wherever a request without names shows all.
 * Rules are not the caller's and read every field. A column that the caller may not use in a way looks, in that way, exactly
 * like one that does not exist: it is not found, and no message lists it. Of a field that is shown masked, messages say so.
 */
import type { RequestContext } from '#domain/kernel/request-context';
import type { Mask } from '#domain/masks/mask';
import {
  type Column,
  type ColumnResolver,
  encryptedMessage,
  EVERY_COLUMN,
  maskedMessage,
} from '#domain/rules/column-resolver';
import type { Catalog } from '#domain/schema/catalog';
import type { Collection, Field } from '#domain/schema/collection';
import { isEncrypted } from '#domain/schema/field-storage';
import type { WriteAnswer } from '#domain/schema/validate-record';

export type FieldUse = 'show' | 'filter' | 'sort' | 'group' | 'aggregate' | 'expand';

/** How a record is come by: in a list of its collection, or as one that was asked for, was written, or is led to by another. */
export type Reading = 'list' | 'view';

/** Abstract, so that it is the token by which an implementation is injected. */
export abstract class FieldAccess {
  /** Part of the key of every plan: callers with equal keys may do the same with every field of the catalog. */
  abstract keyOf(ctx: RequestContext, catalog: Catalog): string;

  /** `catalog`: what a computed field is made of may be in other collections. */
  abstract admits(
    ctx: RequestContext,
    catalog: Catalog,
    collection: Collection,
    column: Column,
    use: FieldUse,
    reading: Reading,
  ): boolean;

  /** What the caller reads instead of the field's values; null: the values. Nothing but showing is admitted of what is masked. */
  abstract maskFor(ctx: RequestContext, field: Field): Mask | null;

  /** What becomes of a value that the caller sends. */
  abstract answerWrite(
    ctx: RequestContext,
    catalog: Catalog,
    collection: Collection,
    field: Field,
    operation: 'create' | 'update',
  ): WriteAnswer;

  /** The columns that the caller may use in every one of these ways. */
  columns(ctx: RequestContext, catalog: Catalog, reading: Reading, ...uses: readonly FieldUse[]): ColumnResolver {
    return new OpenColumns(this, ctx, catalog, reading, uses);
  }
}

class OpenColumns implements ColumnResolver {
  constructor(
    private readonly access: FieldAccess,
    private readonly ctx: RequestContext,
    private readonly catalog: Catalog,
    private readonly reading: Reading,
    private readonly uses: readonly FieldUse[],
  ) {}

  get related(): ColumnResolver {
    return this.reading === 'view' ? this : new OpenColumns(this.access, this.ctx, this.catalog, 'view', this.uses);
  }

  find(collection: Collection, name: string): Column | undefined {
    const column = EVERY_COLUMN.find(collection, name);
    return column !== undefined && this.isOpen(collection, column) ? column : undefined;
  }

  refusalOf(collection: Collection, name: string): string | null {
    const column = EVERY_COLUMN.find(collection, name);
    if (column === undefined || typeof column === 'string') return null;
    if (!this.access.admits(this.ctx, this.catalog, collection, column, 'show', this.reading)) return null;
    if (isEncrypted(column)) return encryptedMessage(name);
    return this.access.maskFor(this.ctx, column) === null ? null : maskedMessage(name);
  }

  all(collection: Collection): readonly Column[] {
    return EVERY_COLUMN.all(collection).filter((column) => this.isOpen(collection, column));
  }

  private isOpen(collection: Collection, column: Column): boolean {
    return this.uses.every((use) => this.access.admits(this.ctx, this.catalog, collection, column, use, this.reading));
  }
}
