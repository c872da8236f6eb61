/**
 * Expressions of PostgreSQL's grammar as expressions of the rule language. Every kind of node, and every member of it, that is not named
 * here is refused.
 */
import type { A_Const, A_Expr, CaseExpr, FuncCall, Node, SubLink } from 'libpg-query';
import type { Expression, SelectTree } from '#domain/rules/ast';
import type { ComparisonOperator, Measure } from '#domain/rules/condition';
import type { SqlText } from './sql-text';

const COMPARISONS: readonly ComparisonOperator[] = ['=', '!=', '<', '<=', '>', '>='];
const ARITHMETIC = ['+', '-', '*', '/', '%'] as const;
const AGGREGATES = ['count', 'sum', 'avg', 'min', 'max'] as const;
/** What the grammar makes of trim(x) and substring(x FROM 1 FOR 2). */
const OWN_SYNTAX: Readonly<Record<string, string>> = { btrim: 'trim', substring: 'substring' };

type ReadSelect = (node: Node | undefined, location: number | undefined) => SelectTree;

export class ExpressionReader {
  constructor(
    private readonly text: SqlText,
    private readonly select: ReadSelect,
  ) {}

  /** `near`: where the node is, if it does not say so. */
  read(node: Node | undefined, near?: number): Expression {
    return this.text.nested(near, () => this.readNode(node, near));
  }

  private readNode(node: Node | undefined, near: number | undefined): Expression {
    if (node === undefined) throw this.text.refuse('What is left out here', near);
    if ('A_Const' in node) return this.constant(node.A_Const, near);
    if ('ParamRef' in node) {
      const { number = 0, location } = node.ParamRef;
      return { kind: 'parameter', index: this.text.parameter(number, location), offset: this.text.offsetOf(location) };
    }
    if ('ColumnRef' in node) return this.column(node.ColumnRef.fields ?? [], node.ColumnRef.location);
    if ('A_Expr' in node) return this.operation(node.A_Expr);
    if ('BoolExpr' in node) {
      const { boolop, args = [], location } = node.BoolExpr;
      const items = args.map((arg) => this.read(arg, location));
      const offset = this.text.offsetOf(location);
      if (boolop === 'NOT_EXPR') return { kind: 'not', item: items[0]!, offset };
      return { kind: boolop === 'AND_EXPR' ? 'and' : 'or', items, offset };
    }
    if ('NullTest' in node) {
      const { arg, nulltesttype, argisrow, location } = node.NullTest;
      if (argisrow === true) throw this.text.refuse('A row', location);
      const offset = this.text.offsetOf(location);
      return { kind: 'null', negated: nulltesttype === 'IS_NOT_NULL', left: this.read(arg, location), offset };
    }
    if ('CoalesceExpr' in node) return this.call('coalesce', node.CoalesceExpr.args ?? [], node.CoalesceExpr.location);
    if ('CaseExpr' in node) return this.choice(node.CaseExpr);
    if ('SubLink' in node) return this.subselect(node.SubLink);
    if ('FuncCall' in node) return this.function(node.FuncCall);
    throw this.text.refuse(nameOf(node), locationOf(node) ?? near);
  }

  private constant(constant: A_Const, near: number | undefined): Expression {
    const { ival, fval, sval, boolval, isnull, location = near } = constant;
    const offset = this.text.offsetOf(location);
    if (isnull === true) return { kind: 'literal', value: null, offset };
    if (boolval !== undefined) return { kind: 'literal', value: boolval.boolval ?? false, offset };
    if (sval !== undefined) return { kind: 'literal', value: sval.sval ?? '', offset };
    const number = ival === undefined ? Number(fval?.fval) : (ival.ival ?? 0);
    if (Number.isFinite(number)) return { kind: 'literal', value: number, offset };
    throw this.text.refuse('This constant', location);
  }

  private column(fields: readonly Node[], location: number | undefined): Expression {
    const names = fields.map((field) => {
      if ('String' in field) return field.String.sval ?? '';
      throw this.text.refuse('*, outside of count(*),', location);
    });
    if (names.length > 2) throw this.text.refuse(`The schema ${names.slice(0, -2).join('.')}`, location);
    return { kind: 'path', names, offset: this.text.offsetOf(location) };
  }

  private operation({ kind, name = [], lexpr, rexpr, location }: A_Expr): Expression {
    const offset = this.text.offsetOf(location);
    const [operator] = this.names(name, 'An operator', location);
    switch (kind) {
      case 'AEXPR_OP':
        return lexpr === undefined
          ? this.prefixed(operator!, rexpr, location)
          : this.infix(operator!, lexpr, rexpr, location);
      case 'AEXPR_IN': {
        const op = operator === '<>' ? '!=' : '=';
        const left = this.read(lexpr, location);
        const items = listOf(rexpr).map((item) => this.comparison(op, left, this.read(item, location), location));
        return { kind: op === '=' ? 'or' : 'and', items, offset };
      }
      case 'AEXPR_BETWEEN':
      case 'AEXPR_NOT_BETWEEN': {
        const value = this.read(lexpr, location);
        const [from, to] = listOf(rexpr).map((end) => this.read(end, location));
        const items = [this.comparison('>=', value, from!, location), this.comparison('<=', value, to!, location)];
        const within: Expression = { kind: 'and', items, offset };
        return kind === 'AEXPR_BETWEEN' ? within : { kind: 'not', item: within, offset };
      }
      case 'AEXPR_NULLIF':
        return { kind: 'call', name: 'nullif', args: [lexpr, rexpr].map((arg) => this.read(arg, location)), offset };
      default:
        throw this.text.refuse(SPOKEN[kind ?? ''] ?? `The operator ${operator}`, location);
    }
  }

  private prefixed(operator: string, operand: Node | undefined, location: number | undefined): Expression {
    if (operator !== '-') throw this.text.refuse(`The operator ${operator}`, location);
    return { kind: 'negate', item: this.read(operand, location), offset: this.text.offsetOf(location) };
  }

  private infix(operator: string, lexpr: Node, rexpr: Node | undefined, location: number | undefined): Expression {
    const op = operator === '<>' ? '!=' : operator;
    const comparison = COMPARISONS.find((candidate) => candidate === op);
    const arithmetic = ARITHMETIC.find((candidate) => candidate === op);
    if (comparison === undefined && arithmetic === undefined) {
      const instead = op === '||' ? ', but concat(…) can,' : '';
      throw this.text.refuse(`The operator ${operator}${instead}`, location);
    }
    const [left, right] = [this.read(lexpr, location), this.read(rexpr, location)];
    if (comparison !== undefined) return this.comparison(comparison, left, right, location);
    return { kind: 'arithmetic', op: arithmetic!, left, right, offset: this.text.offsetOf(location) };
  }

  /** Rules ask by `= null` whether there is a value; SQL never finds any by it. */
  private comparison(
    op: ComparisonOperator,
    left: Expression,
    right: Expression,
    location: number | undefined,
  ): Expression {
    const isNull = [left, right].some((side) => side.kind === 'literal' && side.value === null);
    if (isNull) throw this.text.refuse('A comparison with NULL, rather than IS NULL,', location);
    return { kind: 'compare', op, left, right, offset: this.text.offsetOf(location) };
  }

  /** CASE WHEN a THEN b ELSE c END is if(a, b, c). */
  private choice({ arg, args = [], defresult, location }: CaseExpr): Expression {
    if (arg !== undefined) throw this.text.refuse('CASE of a value, rather than of conditions,', location);
    const offset = this.text.offsetOf(location);
    const otherwise: Expression =
      defresult === undefined ? { kind: 'literal', value: null, offset } : this.read(defresult, location);
    return args.reduceRight((rest, when): Expression => {
      const { expr, result } = 'CaseWhen' in when ? when.CaseWhen : {};
      return { kind: 'call', name: 'if', args: [this.read(expr, location), this.read(result, location), rest], offset };
    }, otherwise);
  }

  private subselect({ subLinkType, testexpr, operName, subselect, location }: SubLink): Expression {
    const offset = this.text.offsetOf(location);
    const select = (): SelectTree => this.text.nested(location, () => this.select(subselect, location));
    if (subLinkType === 'EXISTS_SUBLINK') return { kind: 'exists', select: select(), offset };
    if (subLinkType === 'EXPR_SUBLINK') return { kind: 'select', select: select(), offset };
    if (subLinkType !== 'ANY_SUBLINK' || operName !== undefined) throw this.text.refuse('ANY, ALL or ARRAY', location);
    return { kind: 'among', negated: false, left: this.read(testexpr, location), select: select(), offset };
  }

  private function(call: FuncCall): Expression {
    const macro = this.text.nameAt(call.location);
    if (macro !== null) return this.macro(macro, call);
    const { args = [], agg_star = false, agg_distinct = false, location } = call;
    const known = ['funcname', 'args', 'agg_star', 'agg_distinct', 'funcformat', 'location'];
    this.text.allow(call, known, 'a call', location);
    const name = this.functionName(call);
    const offset = this.text.offsetOf(location);
    const measure = AGGREGATES.find((aggregate) => aggregate === name);
    if (measure === undefined) {
      if (agg_star || agg_distinct) throw this.text.refuse(`* or DISTINCT in ${name}(…)`, location);
      return this.call(name, args, location);
    }
    const isCount = measure === 'count';
    if ((agg_star || agg_distinct) && !isCount) throw this.text.refuse(`* or DISTINCT in ${name}(…)`, location);
    if (args.length !== (agg_star ? 0 : 1)) throw this.text.refuse(`${name}(…) of ${args.length} values`, location);
    const take: Measure = agg_distinct ? 'count_distinct' : measure;
    return { kind: 'measure', take, item: agg_star ? null : this.read(args[0], location), offset };
  }

  private macro(name: string, call: FuncCall): Expression {
    const { funcname = [], args = [], location } = call;
    this.text.allow(call, ['funcname', 'args', 'funcformat', 'location'], 'a call', location);
    this.names(funcname, 'A macro', location);
    return {
      kind: 'macro',
      name,
      args: args.map((arg) => this.read(arg, location)),
      offset: this.text.offsetOf(location),
    };
  }

  private functionName({ funcname = [], funcformat, location }: FuncCall): string {
    const last = funcname.at(-1);
    if (funcformat === 'COERCE_SQL_SYNTAX' && last !== undefined && 'String' in last) {
      const name = last.String.sval ?? '';
      if (Object.hasOwn(OWN_SYNTAX, name)) return OWN_SYNTAX[name]!;
      throw this.text.refuse(`${name}(…)`, location);
    }
    return this.names(funcname, 'A function', location)[0]!;
  }

  private call(name: string, args: readonly Node[], location: number | undefined): Expression {
    const offset = this.text.offsetOf(location);
    return { kind: 'call', name, args: args.map((arg) => this.read(arg, location)), offset };
  }

  /** One name, of no schema. */
  private names(nodes: readonly Node[], what: string, location: number | undefined): readonly string[] {
    const names = nodes.map((node) => ('String' in node ? (node.String.sval ?? '') : ''));
    if (names.length === 1) return names;
    throw this.text.refuse(`${what} of a schema (${names.join('.')})`, location);
  }
}

const SPOKEN: Readonly<Record<string, string>> = {
  AEXPR_LIKE: 'LIKE',
  AEXPR_ILIKE: 'ILIKE',
  AEXPR_SIMILAR: 'SIMILAR TO',
  AEXPR_DISTINCT: 'IS DISTINCT FROM',
  AEXPR_NOT_DISTINCT: 'IS NOT DISTINCT FROM',
  AEXPR_OP_ANY: 'ANY',
  AEXPR_OP_ALL: 'ALL',
  AEXPR_BETWEEN_SYM: 'BETWEEN SYMMETRIC',
  AEXPR_NOT_BETWEEN_SYM: 'BETWEEN SYMMETRIC',
  TypeCast: 'A cast',
  SQLValueFunction: 'CURRENT_USER, CURRENT_DATE and the like',
  CollateClause: 'COLLATE',
  BooleanTest: 'IS TRUE, IS FALSE and IS UNKNOWN',
  RowExpr: 'A row of values',
  A_ArrayExpr: 'ARRAY',
  A_Indirection: 'What a value has inside',
  MinMaxExpr: 'GREATEST or LEAST',
};

function listOf(node: Node | undefined): readonly Node[] {
  return node !== undefined && 'List' in node ? (node.List.items ?? []) : [];
}

export function nameOf(node: Node): string {
  const [kind = ''] = Object.keys(node);
  return SPOKEN[kind] ?? kind.replaceAll(/(?<=[a-z])(?=[A-Z])/g, ' ');
}

export function locationOf(node: Node): number | undefined {
  const [body] = Object.values(node) as readonly { readonly location?: number }[];
  return body?.location;
}
