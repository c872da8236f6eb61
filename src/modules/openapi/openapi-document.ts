import { Injectable } from '@nestjs/common';
import type { OpenAPIObject } from '@nestjs/swagger';
import { cacheOwner } from '#application/kernel/cache-owner';
import { Catalogs } from '#application/ports/catalogs';
import type { RequestContext } from '#domain/kernel/request-context';
import { WeighedCache } from '#domain/kernel/weighed-cache';
import { FieldAccess } from '#domain/query/field-access';
import type { Catalog } from '#domain/schema/catalog';
import { RULE_OPERATIONS } from '#domain/schema/collection';
import { collectionPaths } from './collection-paths';
import { USER_SCHEMA, USER_SCHEMA_NAME } from './collection-schema';
import type { Paths, Schemas } from './document-types';
import { OpenOperations, type OperationsByCollection } from './open-operations';
import { openPaths } from './open-paths';
import { visibleCollection } from './visible-collection';

/** Of all texts; an account has a quarter of them. */
const MAX_BYTES = 16 * 1024 * 1024;

/** The document as a caller sees it, with the collections as they are now. */
@Injectable()
export class OpenApiDocument {
  private readonly texts = new WeighedCache<string>(MAX_BYTES);
  private revision = 0;

  constructor(
    private readonly catalogs: Catalogs,
    private readonly operations: OpenOperations,
    private readonly access: FieldAccess,
  ) {}

  /** `fixed` with the record routes of every collection that the caller can do something with, as JSON. */
  async live(fixed: OpenAPIObject, ctx: RequestContext): Promise<string> {
    const catalog = await this.catalogs.refresh();
    this.letGoOfOldRevisions(catalog);
    const open = this.operations.to(ctx, catalog);
    const key = keyOf(catalog, open, this.access.keyOf(ctx, catalog));
    let text = this.texts.get(key);
    if (text === undefined) {
      text = JSON.stringify(this.document(fixed, ctx, catalog, open));
      this.texts.set(key, text, text.length, cacheOwner(ctx));
    }
    return text;
  }

  private document(
    fixed: OpenAPIObject,
    ctx: RequestContext,
    catalog: Catalog,
    open: OperationsByCollection,
  ): OpenAPIObject {
    const viewable = [...open].filter(([, operations]) => operations.includes('view'));
    const names = new Set(viewable.map(([{ name }]) => name.toLowerCase()));
    const parts = [...open].map(([collection, operations]) => {
      const visible = visibleCollection(ctx, this.access, catalog, collection, names);
      return openPaths(collectionPaths(visible, fixed), operations);
    });
    const users = parts.length === 0 ? {} : { [USER_SCHEMA_NAME]: USER_SCHEMA };
    return {
      ...fixed,
      paths: Object.assign({}, fixed.paths, ...parts.map(({ paths }) => paths)) as Paths,
      components: {
        ...fixed.components,
        schemas: Object.assign({}, fixed.components?.schemas, users, ...parts.map(({ schemas }) => schemas)) as Schemas,
      },
    };
  }

  private letGoOfOldRevisions({ revision }: Catalog): void {
    if (revision <= this.revision) return;
    this.revision = revision;
    this.texts.clear();
  }
}

/**
 * Everything that a document depends on. It names no caller: whoever may do the same sees the same, and nobody is ever given
 * what was made for somebody who may do more. One digit for each collection says which of the five operations are open.
 */
function keyOf(catalog: Catalog, open: OperationsByCollection, access: string): string {
  const digits = catalog.collections.map((collection) => {
    const operations = open.get(collection) ?? [];
    const bits = RULE_OPERATIONS.reduce((sum, each, place) => sum + (operations.includes(each) ? 2 ** place : 0), 0);
    return bits.toString(32);
  });
  return `${catalog.revision} ${digits.join('')} ${access}`;
}
