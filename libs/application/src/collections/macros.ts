/** SQL macros, which superadmins define for the rules of all collections. They are part of the schema, and change as it does. */
import type { AuditedAct } from '#domain/kernel/act';
import { DomainError } from '#domain/kernel/errors';
import { principalOf, type RequestContext } from '#domain/kernel/request-context';
import { macroBody } from '#domain/macros/call-macro';
import { checkMacroInput, type MacroInput, type NewMacroInput } from '#domain/macros/macro-input';
import { reportMacroErrors } from '#domain/macros/report-macro-errors';
import { parseMacroId, type SqlMacro } from '#domain/macros/sql-macro';
import { excerpt } from '#domain/schema/clean-text';
import type { Catalog } from '#domain/schema/catalog';
import { requireSuperadmin } from '../kernel/require-superadmin';
import type { Catalogs } from '../ports/catalogs';
import type { MacroParser } from '../ports/macro-parser';
import type { MacroStore } from '../ports/macro-store';
import type { Transaction } from '../ports/transactions';
import { checkRules } from './check-rules';
import type { SchemaUnit } from './schema-unit';

const IN_USE = 'MACRO_IN_USE';
/** Until it is stored. */
const NO_ID = 0;

type Unparsed = Omit<SqlMacro, 'tree'> & Partial<Pick<SqlMacro, 'tree'>>;
type Work<T> = (tx: Transaction, catalog: Catalog) => Promise<T>;

export class Macros {
  constructor(
    private readonly schema: SchemaUnit,
    private readonly store: MacroStore,
    private readonly catalogs: Catalogs,
    private readonly parser: MacroParser,
  ) {}

  /** By id. */
  async list(ctx: RequestContext): Promise<readonly SqlMacro[]> {
    requireSuperadmin(ctx);
    return (await this.catalogs.refresh()).macros;
  }

  /** Throws MACRO_NOT_FOUND (404). */
  async get(ctx: RequestContext, id: string): Promise<SqlMacro> {
    requireSuperadmin(ctx);
    return macroById(await this.catalogs.refresh(), id);
  }

  /** Throws MACRO_INVALID (422), MACRO_NAME_TAKEN (409). */
  async create(ctx: RequestContext, input: NewMacroInput): Promise<SqlMacro> {
    requireSuperadmin(ctx);
    const sent = { description: null, parameters: [], ...checkMacroInput(input) };
    const createdBy = principalOf(ctx)?.userId ?? null;
    return this.change(ctx, { name: 'macros.create' }, async (tx, catalog) => {
      const macro = { ...sent, id: NO_ID, createdAt: tx.now, updatedAt: tx.now, createdBy };
      return this.store.insert(tx, await this.checked(catalog, null, macro));
    });
  }

  /** What is not sent stays. Throws as create(), and MACRO_IN_USE (409) where a rule or macro would no longer work. */
  async update(ctx: RequestContext, id: string, input: MacroInput): Promise<SqlMacro> {
    requireSuperadmin(ctx);
    const sent = checkMacroInput(input);
    return this.change(ctx, { name: 'macros.update', target: id }, async (tx, catalog) => {
      const before = macroById(catalog, id);
      const macro = await this.checked(catalog, before, { ...before, ...sent, updatedAt: tx.now });
      await this.store.update(tx, macro);
      return macro;
    });
  }

  /** Throws MACRO_NOT_FOUND (404), MACRO_IN_USE (409). */
  async delete(ctx: RequestContext, id: string): Promise<void> {
    requireSuperadmin(ctx);
    await this.change(ctx, { name: 'macros.delete', target: id }, async (tx, catalog) => {
      const macro = macroById(catalog, id);
      checkRules(catalog.withMacros(catalog.macros.filter((other) => other !== macro)), null, IN_USE);
      await this.store.delete(tx, macro.id);
    });
  }

  private async checked(
    catalog: Catalog,
    before: SqlMacro | null,
    { tree: _former, ...sent }: Unparsed,
  ): Promise<SqlMacro> {
    const others = catalog.withMacros(catalog.macros.filter((macro) => macro !== before));
    const holder = others.findMacro(sent.name);
    if (holder !== undefined) {
      const message = `Macro with name '${holder.name}' already exists`;
      throw new DomainError('MACRO_NAME_TAKEN', 'conflict', message, { field: 'name' });
    }
    const macro = await reportMacroErrors(sent.sql, async () => {
      const parsed = { ...sent, tree: await this.parser.parse(sent.sql, sent.parameters) };
      macroBody(parsed, catalog.withMacros([...others.macros, parsed]));
      return parsed;
    });
    checkRules(catalog.withMacros([...others.macros, macro]), null, IN_USE);
    return macro;
  }

  private change<T>(ctx: RequestContext, act: AuditedAct, work: Work<T>): Promise<T> {
    return this.schema.run(ctx, act, work, () => undefined);
  }
}

export function macroById({ macros }: Catalog, text: string): SqlMacro {
  const id = parseMacroId(text);
  const macro = macros.find((candidate) => candidate.id === id);
  if (macro !== undefined) return macro;
  throw new DomainError('MACRO_NOT_FOUND', 'not_found', `Macro with ID ${excerpt(text)} not found`);
}
