import { Module } from '@nestjs/common';
import { Callers } from '#application/kernel/callers';
import { Accounts } from '#application/ports/accounts';
import { Catalogs } from '#application/ports/catalogs';
import { FieldCipher } from '#application/ports/field-cipher';
import { IdempotencyLog } from '#application/ports/idempotency-log';
import { PlanCompiler } from '#application/ports/plan-compiler';
import { RecordStore } from '#application/ports/record-store';
import { Transactions } from '#application/ports/transactions';
import { Clock } from '#domain/kernel/clock';
import { AfterHooks } from '#application/kernel/hooks/after-hooks';
import { BeforeHooks } from '#application/kernel/hooks/before-hooks';
import { HookLimits } from '#application/kernel/hooks/hook-limits';
import { Commits } from '#application/kernel/commits';
import { AfterRecordHooks } from '#application/records/after-record-hooks';
import { QueryHooks } from '#application/records/query-hooks';
import { RecordHooks } from '#application/records/record-hooks';
import { AggregateRecords } from '#application/records/aggregate-records';
import { AnswerOnce } from '#application/records/answer-once';
import { ChangeRecords } from '#application/records/change-records';
import { CountRecords } from '#application/records/count-records';
import { CreateRecords } from '#application/records/create-records';
import { DeleteRecords } from '#application/records/delete-records';
import { FilterTemplates } from '#application/records/filter-templates';
import { FreshRequests } from '#application/records/fresh-requests';
import { GetRecord } from '#application/records/get-record';
import { ListRecords } from '#application/records/list-records';
import { HiddenConflicts } from '#application/records/hidden-conflicts';
import { ListingRequests } from '#application/records/listing-requests';
import { LocateRecords } from '#application/records/locate-records';
import { MaskedValues } from '#application/records/masked-values';
import { ReadSecrets } from '#application/records/read-secrets';
import { RecordLimits } from '#application/records/record-limits';
import { RecordPlans } from '#application/records/record-plans';
import { RecordPipeline } from '#application/records/record-pipeline';
import { UpdateRecords } from '#application/records/update-records';
import { UpsertMatches } from '#application/records/upsert-matches';
import { UpsertRecords } from '#application/records/upsert-records';
import { WriteBatch } from '#application/records/write-batch';
import { WriteCalls } from '#application/records/write-calls';
import { FieldAccess } from '#domain/query/field-access';
import { RuledFieldAccess } from '#domain/query/ruled-field-access';
import { provide } from '../../common/provide';
import { AppConfig } from '../../config/app-config';
import { BatchController } from './batch.controller';
import { RecordsController } from './records.controller';

@Module({
  controllers: [RecordsController, BatchController],
  providers: [
    {
      provide: RecordLimits,
      inject: [AppConfig],
      useFactory: (config: AppConfig) =>
        new RecordLimits(config.batchMaxSize, config.maxExpandDepth, config.maxWriteRows),
    },
    provide(RecordPlans, [RecordLimits, PlanCompiler]),
    { provide: FieldAccess, useClass: RuledFieldAccess },
    provide(FreshRequests, [Catalogs, Callers, FieldAccess]),
    provide(HiddenConflicts, [Clock]),
    provide(RecordPipeline, [FreshRequests, PlanCompiler, RecordStore, Transactions, AfterHooks, HiddenConflicts]),
    provide(LocateRecords, [Accounts, PlanCompiler, RecordStore]),
    provide(AnswerOnce, [IdempotencyLog]),
    provide(RecordHooks, [BeforeHooks]),
    provide(QueryHooks, [BeforeHooks, FreshRequests, HookLimits]),
    provide(GetRecord, [RecordPipeline, LocateRecords, RecordPlans, QueryHooks, Clock]),
    provide(ReadSecrets, [RecordPipeline, RecordPlans, QueryHooks, FieldCipher, Clock]),
    provide(FilterTemplates, []),
    provide(ListingRequests, [FilterTemplates, Clock]),
    provide(ListRecords, [RecordPipeline, RecordPlans, QueryHooks, ListingRequests]),
    provide(CountRecords, [RecordPipeline, RecordPlans, QueryHooks, ListingRequests]),
    provide(AggregateRecords, [RecordPipeline, RecordPlans, QueryHooks, ListingRequests]),
    provide(AfterRecordHooks, [AfterHooks, Catalogs, Clock, Commits]),
    provide(WriteCalls, [RecordPlans, Clock]),
    provide(CreateRecords, [RecordPipeline, LocateRecords, WriteCalls, RecordHooks, AnswerOnce, RecordLimits]),
    provide(MaskedValues, [RecordPlans, PlanCompiler, RecordStore, Clock]),
    provide(UpdateRecords, [RecordPipeline, LocateRecords, MaskedValues, WriteCalls, RecordHooks, RecordLimits]),
    provide(ChangeRecords, [
      RecordPipeline,
      RecordPlans,
      WriteCalls,
      RecordHooks,
      QueryHooks,
      FilterTemplates,
      RecordLimits,
      Clock,
    ]),
    provide(WriteBatch, [RecordPipeline, LocateRecords, MaskedValues, WriteCalls, RecordHooks, RecordLimits]),
    provide(UpsertMatches, [LocateRecords, MaskedValues, PlanCompiler, RecordStore]),
    provide(UpsertRecords, [RecordPipeline, LocateRecords, UpsertMatches, WriteCalls, RecordHooks, RecordLimits]),
    provide(DeleteRecords, [RecordPipeline, LocateRecords, WriteCalls, RecordHooks, RecordLimits]),
  ],
  exports: [FieldAccess],
})
export class RecordsModule {}
