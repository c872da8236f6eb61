import { Module } from '@nestjs/common';
import { CollectionHooks } from '#application/collections/collection-hooks';
import { CreateCollection } from '#application/collections/create-collection';
import { DeleteCollection } from '#application/collections/delete-collection';
import { EncryptionChanges } from '#application/collections/encryption-changes';
import { EncryptionJob } from '#application/collections/encryption-job';
import { EncryptionStates } from '#application/collections/encryption-state';
import { GetCollection } from '#application/collections/get-collection';
import { ListCollections } from '#application/collections/list-collections';
import { RenameCollection } from '#application/collections/rename-collection';
import { SchemaUnit } from '#application/collections/schema-unit';
import { SettleEncryption } from '#application/collections/settle-encryption';
import { UpdateCollection } from '#application/collections/update-collection';
import { UpdateRules } from '#application/collections/update-rules';
import { AfterHooks } from '#application/kernel/hooks/after-hooks';
import { BeforeHooks } from '#application/kernel/hooks/before-hooks';
import { ApiKeyStore } from '#application/ports/api-key-store';
import { Catalogs } from '#application/ports/catalogs';
import { CollectionStore } from '#application/ports/collection-store';
import { FieldCipher } from '#application/ports/field-cipher';
import { JobQueue } from '#application/ports/job-queue';
import { SecretColumns } from '#application/ports/secret-columns';
import { TableAdmin } from '#application/ports/table-admin';
import { Units } from '#application/kernel/units';
import { Clock } from '#domain/kernel/clock';
import { HookBus } from '#domain/hooks/hook-bus';
import { provide } from '#server/common/provide';
import { CollectionRulesController } from './collection-rules.controller';
import { CollectionsController } from './collections.controller';
import { EncryptionWork } from './encryption-work.service';

@Module({
  controllers: [CollectionsController, CollectionRulesController],
  providers: [
    provide(CollectionHooks, [BeforeHooks, AfterHooks, Catalogs]),
    provide(SchemaUnit, [Units, CollectionStore, Catalogs]),
    provide(ListCollections, [Catalogs, CollectionStore]),
    provide(GetCollection, [Catalogs, CollectionStore]),
    provide(EncryptionChanges, [JobQueue, FieldCipher]),
    provide(EncryptionStates, [Catalogs, JobQueue, FieldCipher]),
    provide(SettleEncryption, [
      SchemaUnit,
      CollectionStore,
      TableAdmin,
      SecretColumns,
      Catalogs,
      EncryptionChanges,
      EncryptionStates,
      FieldCipher,
    ]),
    provide(EncryptionJob, [SecretColumns, Catalogs, CollectionStore, SettleEncryption, Units, FieldCipher, Clock]),
    EncryptionWork,
    provide(CreateCollection, [SchemaUnit, CollectionStore, TableAdmin, CollectionHooks, EncryptionChanges]),
    provide(RenameCollection, [CollectionStore, ApiKeyStore, HookBus]),
    provide(UpdateCollection, [
      SchemaUnit,
      CollectionStore,
      TableAdmin,
      RenameCollection,
      CollectionHooks,
      EncryptionChanges,
    ]),
    provide(DeleteCollection, [SchemaUnit, CollectionStore, TableAdmin, CollectionHooks]),
    provide(UpdateRules, [SchemaUnit, CollectionStore, CollectionHooks]),
  ],
})
export class CollectionsModule {}
