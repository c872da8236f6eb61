import type { FieldCipher } from '#application/ports/field-cipher';
import type {
  CompiledWrite,
  ConfirmCall,
  CreateCall,
  DeleteCall,
  MatchedCall,
  Planned,
  UpdateAllCall,
  UpdateCall,
  WriteCall,
  WriteWork,
} from '#application/ports/record-store';
import { ruleFailed } from '#application/records/record-errors';
import { timestampOfId } from '#domain/kernel/ids';
import { actorName } from '#domain/kernel/request-context';
import type { Catalog } from '#domain/schema/catalog';
import type { Collection, JsonValue } from '#domain/schema/collection';
import type { Database } from '../database';
import { translateError } from '../errors/translate-error';
import { violationOf } from '../errors/violation';
import { StepRefused } from '../lanes/shared-steps';
import { AlikeUpdater, updatesOf } from './alike-updater';
import { Cascade } from './cascade';
import { confirmMatched } from './confirm-matched';
import { confirmSelected } from './confirm-selected';
import { LinkWriter } from './link-writer';
import { RecordCreator } from './record-creator';
import { RecordDeleter } from './record-deleter';
import { RecordUpdater } from './record-updater';
import { ReferenceCheck } from './reference-check';
import { UniqueCheck, type WrittenRecord } from './unique-check';

/** The work of units that write records: each kind of plan has a class that carries it out. */
export class RecordWriter {
  private readonly references: ReferenceCheck;
  private readonly uniques: UniqueCheck;
  private readonly creator: RecordCreator;
  private readonly updater: RecordUpdater;
  private readonly alike: AlikeUpdater;
  private readonly deleter: RecordDeleter;

  constructor({ dialect, reads, bounds }: Database, cipher: FieldCipher) {
    const links = new LinkWriter(dialect);
    this.references = new ReferenceCheck(reads, dialect);
    this.uniques = new UniqueCheck(reads, dialect);
    this.creator = new RecordCreator(links, bounds, cipher);
    this.updater = new RecordUpdater(links, bounds, cipher);
    this.alike = new AlikeUpdater(this.updater, bounds);
    this.deleter = new RecordDeleter(new Cascade(links, dialect, bounds.rows), bounds);
  }

  workOf(planned: Planned, calls: readonly CompiledWrite<WriteCall>[], alone: boolean): WriteWork {
    const [first] = calls;
    switch (first!.plan.kind) {
      case 'create': {
        const create = first as CompiledWrite<CreateCall>;
        return {
          work: this.creator.work(planned, create, alone),
          explain: (error) => this.explainCreate(error, planned, create),
        };
      }
      case 'update': {
        if ('keys' in first!) {
          const all = first as CompiledWrite<UpdateAllCall>;
          return {
            work: this.alike.work(planned, all),
            explain: (error) => this.explainUpdate(error, planned, updatesOf(all)),
          };
        }
        const updates = calls as readonly CompiledWrite<UpdateCall>[];
        return {
          work: this.updater.work(planned, updates),
          explain: (error) => this.explainUpdate(error, planned, updates),
        };
      }
      case 'match':
        return {
          work: confirmMatched(first as CompiledWrite<MatchedCall>),
          explain: (error) => Promise.resolve(translateError(error, 'query')),
        };
      case 'select':
        return {
          work: confirmSelected(first as CompiledWrite<ConfirmCall>),
          explain: (error) => Promise.resolve(translateError(error, 'query')),
        };
      case 'delete':
        return {
          work: this.deleter.work(planned, first as CompiledWrite<DeleteCall>),
          explain: (error) => Promise.resolve(translateError(error, 'write')),
        };
    }
  }

  private explainCreate(error: unknown, { ctx, catalog }: Planned, create: CreateCall): Promise<unknown> {
    const { plan, records, batch } = create;
    if (error instanceof StepRefused) {
      const index = batch ? error.refused[0] : undefined;
      return Promise.resolve(ruleFailed(ctx, plan.collection, 'create', index));
    }
    const by = actorName(ctx);
    const written = records.map(({ accountId, id, values }) => {
      const at = timestampOfId(id);
      const system = { created_at: at, created_by: by, updated_at: at, updated_by: by };
      return { accountId, id, values: { ...everyField(plan.collection), ...values, ...system } };
    });
    return this.explain(error, catalog, plan.collection, { records: written, batch });
  }

  private explainUpdate(error: unknown, { ctx, catalog }: Planned, updates: readonly UpdateCall[]): Promise<unknown> {
    const written = updates.map(({ key, values }) => ({ ...key, values: { ...values, updated_by: actorName(ctx) } }));
    const { plan, batch } = updates[0]!;
    return this.explain(error, catalog, plan.collection, { records: written, batch });
  }

  private async explain(
    error: unknown,
    catalog: Catalog,
    collection: Collection,
    written: { readonly records: readonly WrittenRecord[]; readonly batch: boolean },
  ): Promise<unknown> {
    const violation = violationOf(error);
    const taken = violation?.kind === 'unique' ? await this.uniques.takenField(collection, written.records) : undefined;
    if (taken !== undefined) return translateError(error, 'write', () => taken);
    return this.references.explain(error, catalog, collection, written);
  }
}

/** A new record has no value where it was given none. */
function everyField({ fields }: Collection): Readonly<Record<string, JsonValue>> {
  return Object.fromEntries(fields.map(({ name }) => [name, null]));
}
