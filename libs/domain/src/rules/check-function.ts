/** Checks calls of functions that make a value: number and types of arguments. Their meaning is in docs/rules.md. */
import type { Expression, ExpressionOf } from './ast';
import { DATE_UNITS } from './calendar';
import { AGGREGATES } from './check-aggregate';
import type { Checker } from './checker';
import { checkCountable } from './check-countable';
import { bodyFunction, BODY_FUNCTIONS } from './check-body-function';
import type { FunctionName, Operand, ValueType } from './condition';
import { LanguageError } from './language-error';
import { coerce, commonType, describe, isNullLiteral, isUntyped, singleValue, untyped } from './value-type';

export const MAX_DECIMALS = 15;
/** PostgreSQL passes at most 100 to a function. */
const MAX_ARGUMENTS = 50;

type Call = ExpressionOf<'call'>;

/** How one argument is checked. */
type Argument = ValueType | 'date or datetime' | 'decimals' | 'unit' | 'countable' | 'condition' | 'any';

interface Signature {
  readonly args: readonly Argument[];
  /** Arguments that can be left out at the end. */
  readonly optional?: number;
  /** The last argument may be given many times. */
  readonly repeats?: boolean;
  /** 'any': the common type of the `any` arguments. */
  readonly type: ValueType | 'any';
}

const SIGNATURES: Readonly<Record<FunctionName, Signature>> = {
  concat: { args: ['text', 'text'], repeats: true, type: 'text' },
  upper: { args: ['text'], type: 'text' },
  lower: { args: ['text'], type: 'text' },
  trim: { args: ['text'], type: 'text' },
  length: { args: ['countable'], type: 'number' },
  substring: { args: ['text', 'number', 'number'], optional: 1, type: 'text' },
  round: { args: ['number', 'decimals'], optional: 1, type: 'number' },
  abs: { args: ['number'], type: 'number' },
  ceil: { args: ['number'], type: 'number' },
  floor: { args: ['number'], type: 'number' },
  if: { args: ['condition', 'any', 'any'], type: 'any' },
  coalesce: { args: ['any', 'any'], repeats: true, type: 'any' },
  nullif: { args: ['any', 'any'], type: 'any' },
  now: { args: [], type: 'datetime' },
  date_diff: { args: ['date or datetime', 'date or datetime', 'unit'], type: 'number' },
  date_add: { args: ['date or datetime', 'number', 'unit'], type: 'datetime' },
};

export function checkFunction(call: Call, checker: Checker): Operand {
  const name = checkCall(call);
  const signature = SIGNATURES[name];
  const kinds = call.args.map((_, index) => signature.args[Math.min(index, signature.args.length - 1)]!);
  const args = call.args.map((arg, index) => checkArgument(arg, kinds[index]!, checker));
  if (signature.type !== 'any') return { kind: 'call', type: signature.type, name, args };
  const type = commonType(args.filter((_, index) => kinds[index] === 'any'));
  if (type === null) {
    if (args.some(isUntyped)) throw untyped(call, `${name}(…)`);
    throw new LanguageError('TYPE', call.offset, `${name}(…) needs a value other than null`);
  }
  const unified = args.map((arg, index) => (kinds[index] === 'any' ? coerce(arg, type, call.args[index]!) : arg));
  return { kind: 'call', type, name, args: unified };
}

/** The function's name; throws LanguageError unless there is one and it takes as many arguments. */
export function checkCall(call: Call): FunctionName {
  const name = functionName(call);
  checkCount(call, name, SIGNATURES[name]);
  return name;
}

function functionName(call: Call): FunctionName {
  const name = call.name.toLowerCase();
  if (isFunction(name)) return name;
  if (bodyFunction(name) !== undefined) {
    throw new LanguageError('TYPE', call.offset, `${name}(…) is a condition; a value is needed here`);
  }
  const known = [...Object.keys(SIGNATURES), ...AGGREGATES, ...BODY_FUNCTIONS].join(', ');
  throw new LanguageError('UNKNOWN_NAME', call.offset, `Unknown function '${call.name}' (known: ${known})`);
}

function isFunction(name: string): name is FunctionName {
  return Object.hasOwn(SIGNATURES, name);
}

function checkCount(call: Call, name: string, signature: Signature): void {
  const most = signature.args.length;
  const least = most - (signature.optional ?? 0);
  const count = call.args.length;
  if (count > MAX_ARGUMENTS) {
    throw new LanguageError('LIMIT', call.offset, `${name}(…) takes at most ${MAX_ARGUMENTS} arguments, not ${count}`);
  }
  if (count >= least && (count <= most || signature.repeats === true)) return;
  const wanted = signature.repeats === true ? `at least ${least}` : least === most ? `${most}` : `${least} or ${most}`;
  const noun = wanted === '1' ? 'argument' : 'arguments';
  throw new LanguageError('TYPE', call.offset, `${name}(…) takes ${wanted} ${noun}, not ${count}`);
}

function checkArgument(arg: Expression, kind: Argument, checker: Checker): Operand {
  switch (kind) {
    case 'condition':
      return { kind: 'condition', type: 'boolean', condition: checker.condition(arg) };
    case 'decimals':
      return checkDecimals(arg);
    case 'unit':
      return checkUnit(arg);
    case 'countable':
      return checkCountable(arg, checker);
    default:
      return checkValue(arg, kind, checker);
  }
}

function checkValue(arg: Expression, kind: ValueType | 'date or datetime' | 'any', checker: Checker): Operand {
  const operand = checker.operand(arg);
  if (kind === 'date or datetime') return singleValue(operand, operand.type === 'date' ? 'date' : 'datetime', arg);
  if (kind !== 'any') return singleValue(operand, kind, arg);
  if (isNullLiteral(operand)) return operand;
  if (operand.type !== 'json' || isUntyped(operand)) return singleValue(operand, operand.type, arg);
  throw new LanguageError('TYPE', arg.offset, `${describe(arg)} is json; it can only be tested for null or counted`);
}

function checkDecimals(arg: Expression): Operand {
  const value = arg.kind === 'literal' ? arg.value : null;
  if (typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= MAX_DECIMALS) {
    return { kind: 'literal', type: 'number', value };
  }
  throw new LanguageError('TYPE', arg.offset, `The number of decimals is a whole number from 0 to ${MAX_DECIMALS}`);
}

function checkUnit(arg: Expression): Operand {
  const value = arg.kind === 'literal' ? arg.value : null;
  const unit = DATE_UNITS.find((candidate) => candidate === value);
  if (unit !== undefined) return { kind: 'literal', type: 'text', value: unit };
  throw new LanguageError('TYPE', arg.offset, `The unit is one of '${DATE_UNITS.join("', '")}'`);
}
