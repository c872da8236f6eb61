import { Module } from '@nestjs/common';
import { OpenApiDocument } from './openapi-document';
import { OpenApiExplorer } from './openapi-explorer';

@Module({ providers: [OpenApiDocument, OpenApiExplorer] })
export class OpenApiModule {}
