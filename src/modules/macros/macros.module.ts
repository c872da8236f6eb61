import { Module } from '@nestjs/common';
import { Macros } from '#application/collections/macros';
import { SchemaUnit } from '#application/collections/schema-unit';
import { TryMacro } from '#application/collections/try-macro';
import { Callers } from '#application/kernel/callers';
import { Units } from '#application/kernel/units';
import { Catalogs } from '#application/ports/catalogs';
import { CollectionStore } from '#application/ports/collection-store';
import { MacroParser } from '#application/ports/macro-parser';
import { MacroStore } from '#application/ports/macro-store';
import { RuleExaminer } from '#application/ports/rule-examiner';
import { Clock } from '#domain/kernel/clock';
import { provide } from '#server/common/provide';
import { MacrosController } from './macros.controller';

@Module({
  controllers: [MacrosController],
  providers: [
    provide(SchemaUnit, [Units, CollectionStore, Catalogs]),
    provide(Macros, [SchemaUnit, MacroStore, Catalogs, MacroParser]),
    provide(TryMacro, [Catalogs, Callers, RuleExaminer, Clock]),
  ],
})
export class MacrosModule {}
