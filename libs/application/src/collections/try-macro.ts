/** Shows a superadmin what a macro comes to, in one account, for arguments that are texts. */
import type { Clock } from '#domain/kernel/clock';
import { DomainError } from '#domain/kernel/errors';
import { authValues, inAccount, type RequestContext, SYSTEM_ACCOUNT_ID } from '#domain/kernel/request-context';
import { called, macroBody } from '#domain/macros/call-macro';
import { reportMacroErrors } from '#domain/macros/report-macro-errors';
import type { SqlMacro } from '#domain/macros/sql-macro';
import type { Operand, ValueType } from '#domain/rules/condition';
import { fromText } from '#domain/rules/value-type';
import type { Callers } from '../kernel/callers';
import { repeatWhileStale } from '../kernel/repeat-while-stale';
import { requireSuperadmin } from '../kernel/require-superadmin';
import type { Catalogs } from '../ports/catalogs';
import type { RuleExaminer } from '../ports/rule-examiner';
import { macroById } from './macros';

export interface MacroResult {
  /** null: nothing. */
  readonly result: string | null;
  readonly milliseconds: number;
}

export class TryMacro {
  constructor(
    private readonly catalogs: Catalogs,
    private readonly callers: Callers,
    private readonly examiner: RuleExaminer,
    private readonly clock: Clock,
  ) {}

  /**
   * Looks at records of the account that the request is narrowed to, else at none but those of the system account.
   * Throws MACRO_NOT_FOUND (404), MACRO_ARGUMENTS (422), and what reads throw that take too long.
   */
  async run(ctx: RequestContext, id: string, texts: readonly string[]): Promise<MacroResult> {
    requireSuperadmin(ctx);
    let current = ctx;
    return repeatWhileStale(
      () => this.once(current, id, texts),
      async ({ stale }) => {
        if (stale === 'credential') current = await this.callers.renew(current);
      },
    );
  }

  private async once(ctx: RequestContext, id: string, texts: readonly string[]): Promise<MacroResult> {
    const catalog = await this.catalogs.refresh();
    const macro = macroById(catalog, id);
    const { value, types } = await reportMacroErrors(macro.sql, async () => macroBody(macro, catalog));
    if (texts.length !== types.length) {
      throw badArguments(`Expected ${types.length} parameters, got ${texts.length}`);
    }
    const args = types.map((type, index) => argument(macro, index, type, texts[index]!));
    const accountId = ctx.accountId ?? SYSTEM_ACCOUNT_ID;
    const planned = { ctx: inAccount(ctx, accountId), catalog };
    const began = this.clock.now();
    const request = { auth: authValues(ctx), data: {}, now: new Date(began) };
    const result = await this.examiner.value(planned, called(value, args), accountId, request);
    const milliseconds = Math.max(0, this.clock.now() - began);
    return { result: result === null || typeof result === 'string' ? result : JSON.stringify(result), milliseconds };
  }
}

function argument({ parameters }: SqlMacro, index: number, type: ValueType, text: string): Operand {
  const value = type === 'text' ? text : type === 'number' ? numberOf(text) : fromText(text, type);
  if (value !== null) return { kind: 'literal', type, value };
  throw badArguments(`The parameter '${parameters[index]}' is a ${type}`);
}

function numberOf(text: string): number | null {
  const number = text.trim() === '' ? Number.NaN : Number(text);
  return Number.isFinite(number) ? number : null;
}

function badArguments(message: string): DomainError {
  return new DomainError('MACRO_ARGUMENTS', 'unprocessable', message, { field: 'parameters' });
}
