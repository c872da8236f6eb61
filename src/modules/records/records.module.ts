import { Module } from '@nestjs/common';
import { Callers } from '#application/kernel/callers';
import { Accounts } from '#application/ports/accounts';
import { Catalogs } from '#application/ports/catalogs';
import { IdempotencyLog } from '#application/ports/idempotency-log';
import { RecordStore } from '#application/ports/record-store';
import { Units } from '#application/kernel/units';
import { CreateRecords } from '#application/records/create-records';
import { DeleteRecords } from '#application/records/delete-records';
import { FindAccount } from '#application/records/find-account';
import { GetRecord } from '#application/records/get-record';
import { ListRecords } from '#application/records/list-records';
import { RecordLimits } from '#application/records/record-limits';
import { RecordPlans } from '#application/records/record-plans';
import { RecordRequests } from '#application/records/record-requests';
import { UpdateRecords } from '#application/records/update-records';
import { FieldAccess } from '#domain/query/field-access';
import { OpenFieldAccess } from '#domain/query/open-field-access';
import { provide } from '../../common/provide';
import { AppConfig } from '../../config/app-config';
import { RecordsController } from './records.controller';

@Module({
  controllers: [RecordsController],
  providers: [
    {
      provide: RecordLimits,
      inject: [AppConfig],
      useFactory: (config: AppConfig) => new RecordLimits(config.batchMaxSize, config.maxExpandDepth),
    },
    provide(RecordPlans, [RecordLimits]),
    { provide: FieldAccess, useClass: OpenFieldAccess },
    provide(RecordRequests, [Catalogs, Callers, FieldAccess]),
    provide(FindAccount, [Accounts]),
    provide(GetRecord, [RecordRequests, RecordPlans, RecordStore]),
    provide(ListRecords, [RecordRequests, RecordPlans, RecordStore]),
    provide(CreateRecords, [
      RecordRequests,
      RecordPlans,
      RecordStore,
      FindAccount,
      IdempotencyLog,
      Units,
      RecordLimits,
    ]),
    provide(UpdateRecords, [RecordRequests, RecordPlans, RecordStore, RecordLimits]),
    provide(DeleteRecords, [RecordRequests, RecordPlans, RecordStore, RecordLimits]),
  ],
})
export class RecordsModule {}
