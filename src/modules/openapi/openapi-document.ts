import { Injectable } from '@nestjs/common';
import type { OpenAPIObject } from '@nestjs/swagger';
import { Catalogs } from '#application/ports/catalogs';
import { AppConfig } from '../../config/app-config';
import { collectionPaths } from './collection-paths';

/** The document with the collections as they are now; made once for each revision of the schema. */
@Injectable()
export class OpenApiDocument {
  private made: { readonly revision: number; readonly document: OpenAPIObject } | undefined;

  constructor(
    private readonly catalogs: Catalogs,
    private readonly config: AppConfig,
  ) {}

  /** `fixed` with the record routes of every collection added. */
  async live(fixed: OpenAPIObject): Promise<OpenAPIObject> {
    const { revision, collections } = await this.catalogs.refresh();
    if (this.made?.revision === revision) return this.made.document;
    const parts = collections.map((collection) => collectionPaths(collection, this.config.apiPrefix));
    const document = {
      ...fixed,
      paths: Object.assign({}, fixed.paths, ...parts.map(({ paths }) => paths)) as OpenAPIObject['paths'],
      components: {
        ...fixed.components,
        schemas: Object.assign({}, fixed.components?.schemas, ...parts.map(({ schemas }) => schemas)) as NonNullable<
          NonNullable<OpenAPIObject['components']>['schemas']
        >,
      },
    };
    this.made = { revision, document };
    return document;
  }
}
