import { Module } from '@nestjs/common';
import { ThrottlingModule } from '../../infrastructure/throttling/throttling.module';
import { RecordsModule } from '../records/records.module';
import { OpenApiDocument } from './openapi-document';
import { OpenApiExplorer } from './openapi-explorer';
import { OpenOperations } from './open-operations';

@Module({ imports: [RecordsModule, ThrottlingModule], providers: [OpenApiDocument, OpenApiExplorer, OpenOperations] })
export class OpenApiModule {}
