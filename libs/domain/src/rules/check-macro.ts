/** Checks macros: named conditions of rules, each one line of what it stands for. */
import { RULE_OPERATIONS } from '#domain/schema/collection';
import type { Catalog } from '#domain/schema/catalog';
import { asksDatabase } from './asks-database';
import type { Expression, ExpressionOf } from './ast';
import { isRule, type Checker } from './checker';
import type { Condition } from './condition';
import { isName } from './json-path';
import { LanguageError } from './language-error';

const LAST_HOUR = 24;

type Macro = ExpressionOf<'macro'>;

interface MacroDefinition {
  readonly args: readonly [least: number, most: number];
  readonly usage: string;
  readonly check: (macro: Macro, checker: Checker) => Condition;
}

const MACROS: Readonly<Record<string, MacroDefinition>> = {
  has_role: { args: [1, 1], usage: '@has_role("editor")', check: checkHasRole },
  has_group: { args: [1, 1], usage: '@has_group("editors")', check: checkHasGroup },
  owns_record: { args: [0, 1], usage: '@owns_record() or @owns_record(field)', check: checkOwner },
  is_creator: { args: [0, 0], usage: '@is_creator', check: checkOwner },
  is_public: { args: [0, 0], usage: '@is_public', check: checkIsPublic },
  in_time_range: { args: [2, 2], usage: '@in_time_range(9, 17)', check: checkTimeRange },
  has_permission: { args: [2, 2], usage: '@has_permission("update", "posts")', check: checkPermission },
};

/** Of a place that knows of no SQL macros. */
const NO_MACROS: Pick<Catalog, 'macros'> = { macros: [] };

export function isBuiltIn(name: string): boolean {
  return Object.hasOwn(MACROS, name);
}

export function checkMacro(macro: Macro, checker: Checker): Condition {
  if (!isRule(checker.place)) throw refusal(macro);
  return macroDefinition(macro).check(macro, checker);
}

/** Where there are no SQL macros. */
export function refuseMacro(macro: Macro, { place }: Checker): never {
  throw isRule(place) ? unknownMacro(macro) : refusal(macro);
}

function refusal({ name, offset }: Macro): LanguageError {
  return new LanguageError('UNKNOWN_NAME', offset, `@${name} can be used only in rules`);
}

export function unknownMacro({ name, offset }: Macro, { macros } = NO_MACROS): LanguageError {
  const known = [...Object.keys(MACROS), ...macros.map((macro) => macro.name)];
  const list = known.map((each) => `@${each}`).join(', ');
  return new LanguageError('UNKNOWN_NAME', offset, `Unknown macro @${name} (known: ${list})`);
}

/** Throws LanguageError unless there is such a macro and it takes as many arguments. */
export function macroDefinition(macro: Macro, macros: Catalog['macros'] = []): MacroDefinition {
  const definition = Object.hasOwn(MACROS, macro.name) ? MACROS[macro.name] : undefined;
  if (definition === undefined) throw unknownMacro(macro, { macros });
  const [least, most] = definition.args;
  if (macro.args.length < least || macro.args.length > most) throw misused(macro);
  return definition;
}

function checkHasRole(macro: Macro, checker: Checker): Condition {
  const role: Expression = { kind: 'request', names: ['auth', 'role'], offset: macro.offset };
  textArgument(macro, 0);
  return checker.condition({ kind: 'compare', op: '=', left: role, right: macro.args[0]!, offset: macro.offset });
}

function checkHasGroup(macro: Macro): Condition {
  return { kind: 'has_group', group: textArgument(macro, 0) };
}

function checkOwner(macro: Macro, checker: Checker): Condition {
  const { offset } = macro;
  const owner = macro.args[0] ?? { kind: 'path', names: ['created_by'], offset };
  if (owner.kind !== 'path') throw misused(macro);
  const caller: Expression = { kind: 'request', names: ['auth', 'id'], offset };
  return checker.condition({ kind: 'compare', op: '=', left: owner, right: caller, offset });
}

function checkIsPublic(macro: Macro, checker: Checker): Condition {
  const operand = checker.operand({ kind: 'path', names: ['public'], offset: macro.offset });
  if (operand.type === 'boolean') return { kind: 'truth', operand };
  throw new LanguageError('TYPE', macro.offset, "@is_public needs a boolean field named 'public'");
}

function checkTimeRange(macro: Macro): Condition {
  const from = hourArgument(macro, 0);
  const to = hourArgument(macro, 1);
  if (from < to) return { kind: 'time_range', from, to };
  throw new LanguageError(
    'TYPE',
    macro.offset,
    'The first hour must be below the second; across midnight, join two ranges with ||',
  );
}

function checkPermission(macro: Macro, checker: Checker): Condition {
  const action = nameArgument(macro, 0);
  const operation = RULE_OPERATIONS.find((candidate) => candidate === action);
  if (operation === undefined) {
    throw new LanguageError(
      'UNKNOWN_NAME',
      macro.args[0]!.offset,
      `Unknown action '${action}' (known: ${RULE_OPERATIONS.join(', ')})`,
    );
  }
  const name = nameArgument(macro, 1);
  const collection = checker.place.catalog.find(name);
  if (collection === undefined) {
    throw new LanguageError('UNKNOWN_NAME', macro.args[1]!.offset, `Unknown collection '${name}'`);
  }
  const condition = checker.permission(collection, operation, macro.offset);
  if (!asksDatabase(condition)) return { kind: 'has_permission', condition };
  const message = `The ${operation} rule of '${collection.name}' uses a SQL macro, which is asked of records and not of permissions`;
  throw new LanguageError('TYPE', macro.offset, message);
}

function textArgument(macro: Macro, index: number): string {
  const arg = macro.args[index]!;
  if (arg.kind === 'literal' && typeof arg.value === 'string') return arg.value;
  throw misused(macro);
}

/** Names may stand without quotes. */
function nameArgument(macro: Macro, index: number): string {
  const arg = macro.args[index]!;
  return arg.kind === 'path' && isName(arg) ? arg.names[0]! : textArgument(macro, index);
}

function hourArgument(macro: Macro, index: number): number {
  const arg = macro.args[index]!;
  const hour = arg.kind === 'literal' ? arg.value : null;
  if (typeof hour === 'number' && Number.isInteger(hour) && hour >= 0 && hour <= LAST_HOUR) return hour;
  throw new LanguageError('TYPE', arg.offset, `An hour is a whole number from 0 to ${LAST_HOUR}`);
}

function misused(macro: Macro): LanguageError {
  return new LanguageError('TYPE', macro.offset, `Use @${macro.name} as ${MACROS[macro.name]!.usage}`);
}
