import { Module } from '@nestjs/common';
import { CreateCollection } from '#application/collections/create-collection';
import { DeleteCollection } from '#application/collections/delete-collection';
import { GetCollection } from '#application/collections/get-collection';
import { ListCollections } from '#application/collections/list-collections';
import { SchemaUnit } from '#application/collections/schema-unit';
import { UpdateCollection } from '#application/collections/update-collection';
import { UpdateRules } from '#application/collections/update-rules';
import { Catalogs } from '#application/ports/catalogs';
import { CollectionStore } from '#application/ports/collection-store';
import { TableAdmin } from '#application/ports/table-admin';
import { Units } from '#application/kernel/units';
import { provide } from '#server/common/provide';
import { CollectionRulesController } from './collection-rules.controller';
import { CollectionsController } from './collections.controller';

@Module({
  controllers: [CollectionsController, CollectionRulesController],
  providers: [
    provide(SchemaUnit, [Units, CollectionStore, Catalogs]),
    provide(ListCollections, [Catalogs, CollectionStore]),
    provide(GetCollection, [Catalogs, CollectionStore]),
    provide(CreateCollection, [SchemaUnit, CollectionStore, TableAdmin]),
    provide(UpdateCollection, [SchemaUnit, CollectionStore, TableAdmin]),
    provide(DeleteCollection, [SchemaUnit, CollectionStore, TableAdmin]),
    provide(UpdateRules, [SchemaUnit, CollectionStore]),
  ],
})
export class CollectionsModule {}
