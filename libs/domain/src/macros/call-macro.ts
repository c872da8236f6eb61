/** What `@name(…)` comes to: the SELECT of the macro, with the arguments in the places of its parameters. */
import type { ExpressionOf } from '#domain/rules/ast';
import { unknownMacro } from '#domain/rules/check-macro';
import type { Checker } from '#domain/rules/checker';
import type { Operand, ParameterOperand, ValueType } from '#domain/rules/condition';
import { LanguageError } from '#domain/rules/language-error';
import { mapParts, type Part, partsOf } from '#domain/rules/map-parts';
import { singleValue } from '#domain/rules/value-type';
import type { Catalog } from '#domain/schema/catalog';
import { checkSelect } from './check-select';
import { hasMoreParts } from './count-parts';
import type { SqlMacro } from './sql-macro';

/** How many macros may use each other in a chain. */
const MAX_CHAIN = 3;
/** Of what a macro comes to, with the macros that it uses and its arguments. */
const MAX_PARTS = 300;

export interface MacroBody {
  readonly value: Operand;
  /** In the order of the parameters. */
  readonly types: readonly ValueType[];
}

/** Throws LanguageError, at the call. */
export function callMacro(call: ExpressionOf<'macro'>, checker: Checker): Operand {
  return callFrom([], call, checker);
}

/** Throws LanguageError, at a place in its SQL. */
export function macroBody(macro: SqlMacro, catalog: Catalog): MacroBody {
  return bodyOf(macro, catalog, []);
}

function callFrom(chain: readonly string[], call: ExpressionOf<'macro'>, checker: Checker): Operand {
  const { catalog } = checker.place;
  const macro = catalog.findMacro(call.name);
  if (macro === undefined) throw unknownMacro(call, catalog);
  const { offset } = call;
  if (chain.includes(macro.name)) throw new LanguageError('TYPE', offset, `@${macro.name} leads back to itself`);
  if (chain.length === MAX_CHAIN) {
    throw new LanguageError('LIMIT', offset, `More than ${MAX_CHAIN} macros use each other`);
  }
  const { value, types } = inMacro(macro, offset, () => bodyOf(macro, catalog, chain));
  if (call.args.length !== types.length) {
    const usage = `@${macro.name}(${macro.parameters.join(', ')})`;
    throw new LanguageError('TYPE', offset, `Use ${usage} with ${types.length} arguments, not ${call.args.length}`);
  }
  const args = call.args.map((arg, index) => singleValue(checker.operand(arg), types[index]!, arg));
  return limited(called(value, args), offset, macro);
}

function bodyOf(macro: SqlMacro, catalog: Catalog, chain: readonly string[]): MacroBody {
  const inside = [...chain, macro.name];
  const value = checkSelect(macro.tree, catalog, (call, checker) => callFrom(inside, call, checker));
  const uses = parametersOf(value);
  const types = macro.parameters.map((name, index) => typeOf(name, index, uses));
  return { value: limited(value, 0, macro), types };
}

/** The operand with arguments instead of parameters. */
export function called(value: Operand, args: readonly Operand[]): Operand {
  const put = <P extends Part>(part: P): P =>
    // A parameter is an operand, and so is an argument.
    part.kind === 'parameter' ? (args[part.index] as P) : (mapParts(part, put) as P);
  return put(value);
}

function typeOf(name: string, index: number, uses: readonly ParameterOperand[]): ValueType {
  const types = [...new Set(uses.filter((use) => use.isTyped && use.index === index).map(({ type }) => type))];
  if (types.length <= 1) return types[0] ?? 'text';
  throw new LanguageError('TYPE', 0, `The parameter '${name}' is used as ${types.join(' and as ')}`);
}

function parametersOf(part: Part): readonly ParameterOperand[] {
  return part.kind === 'parameter' ? [part] : partsOf(part).flatMap(parametersOf);
}

function limited(value: Operand, offset: number, { name }: SqlMacro): Operand {
  if (!hasMoreParts(value, MAX_PARTS)) return value;
  throw new LanguageError('LIMIT', offset, `@${name} comes to more than ${MAX_PARTS} parts`);
}

/** A position in other text would mislead. */
function inMacro<T>({ name }: SqlMacro, offset: number, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof LanguageError)) throw error;
    throw new LanguageError(error.problem, offset, `In @${name}: ${error.message}`);
  }
}
