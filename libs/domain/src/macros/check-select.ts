/**
 * Gives a SELECT of a macro its meaning: every collection and column is found, and every expression in it checked as one of a rule is,
 * so that it means the same as there, on both engines.
 */
import type { Expression, ExpressionOf, SelectTree } from '#domain/rules/ast';
import { checkCondition, checkTruth } from '#domain/rules/check-condition';
import { checkFunction } from '#domain/rules/check-function';
import { checkOperand } from '#domain/rules/check-operand';
import type { Checker } from '#domain/rules/checker';
import { childrenOf } from '#domain/rules/children-of';
import type { Condition, Operand, SelectedRows } from '#domain/rules/condition';
import { LanguageError } from '#domain/rules/language-error';
import { sampleCollection } from '#domain/rules/sample-collection';
import { commonType, singleValue } from '#domain/rules/value-type';
import type { Catalog } from '#domain/schema/catalog';
import { onlyIf, typed } from './measured-value';
import { Scope } from './scope';

export type CallOfMacro = (call: ExpressionOf<'macro'>, checker: Checker) => Operand;

type SelectIn = ExpressionOf<'exists' | 'among'>;

const NO_COLLECTION = sampleCollection([]);

/** The one value of the SELECT. Throws LanguageError. */
export function checkSelect(tree: SelectTree, catalog: Catalog, macro: CallOfMacro): Operand {
  return new SelectChecker(catalog, macro).value(tree, Scope.NONE);
}

class SelectChecker {
  constructor(
    private readonly catalog: Catalog,
    private readonly macro: CallOfMacro,
  ) {}

  value(tree: SelectTree, outer: Scope): Operand {
    const { scope, rows } = this.rows(tree, outer);
    if (hasMeasure(tree.value)) return this.measured(tree, scope, rows);
    const value = this.checked(scope, tree.value);
    if (tree.from.length === 0) return rows.where === null ? value : onlyIf(rows.where, value);
    const order = tree.order.map(({ item, descending }) => {
      return { operand: this.checked(scope, item), descending };
    });
    return { kind: 'select', type: value.type, take: 'first', value, rows, order };
  }

  /** Beside aggregates there are no rows, but those of SELECTs around. */
  private measured(tree: SelectTree, scope: Scope, rows: SelectedRows): Operand {
    if (tree.from.length === 0 || tree.order.length > 0) {
      const problem = tree.order.length > 0 ? 'has no order' : 'needs a FROM';
      throw new LanguageError('TYPE', tree.value.offset, `A SELECT of an aggregate ${problem}`);
    }
    const measure = ({ take, item }: ExpressionOf<'measure'>): Operand => {
      const value = item && this.checked(scope, item);
      if (value === null) return { kind: 'select', type: 'number', take, value, rows, order: [] };
      return { kind: 'select', ...typed(take, value, item!), take, rows, order: [] };
    };
    return this.checkerOf(scope.outer!, measure).operand(tree.value);
  }

  private rows(tree: SelectTree, outer: Scope): { readonly scope: Scope; readonly rows: SelectedRows } {
    const scope = outer.enter(tree.from, this.catalog);
    const checker = this.checkerOf(scope);
    const sources = tree.from.map(({ outer: isOuter, on }, index) => {
      return { source: scope.sources[index]!.source, outer: isOuter, on: on && checker.condition(on) };
    });
    return { scope, rows: { sources, where: tree.where && checker.condition(tree.where) } };
  }

  private found(expression: SelectIn, scope: Scope): Condition {
    const { kind, select } = expression;
    if (select.from.length === 0 || select.order.length > 0 || hasMeasure(select.value)) {
      const message = 'EXISTS and IN take a SELECT with a FROM, without aggregates, ORDER BY and LIMIT';
      throw new LanguageError('TYPE', expression.offset, message);
    }
    const { scope: inner, rows } = this.rows(select, scope);
    if (kind === 'exists') {
      this.checked(inner, select.value);
      return { kind, rows };
    }
    const operands = [this.checked(scope, expression.left), this.checked(inner, select.value)];
    const type = commonType(operands) ?? 'text';
    const left = singleValue(operands[0]!, type, expression.left);
    return { kind, negated: expression.negated, left, value: singleValue(operands[1]!, type, select.value), rows };
  }

  /** A condition is a value, too. */
  private checked(scope: Scope, expression: Expression): Operand {
    return this.checkerOf(scope).operand(expression);
  }

  private checkerOf(scope: Scope, measure: (expression: ExpressionOf<'measure'>) => Operand = nested): Checker {
    const checker: Checker = {
      place: { collection: NO_COLLECTION, catalog: this.catalog, operation: 'view', computedOf: () => undefined },
      permission: () => {
        throw new Error('No macro asks for a permission');
      },
      macro: (call) => this.macro(call, checker),
      condition: (expression) => {
        if (expression.kind === 'exists' || expression.kind === 'among') return this.found(expression, scope);
        return expression.kind === 'macro' ? checkTruth(expression, checker) : checkCondition(expression, checker);
      },
      operand: (expression) => {
        switch (expression.kind) {
          case 'path':
            return scope.column(expression.names, expression.offset);
          case 'parameter':
            return { kind: 'parameter', index: expression.index, type: 'text', isTyped: false };
          case 'measure':
            return measure(expression);
          case 'call':
            return checkFunction(expression, checker);
          case 'select':
            return this.value(expression.select, scope);
          case 'macro':
            return checker.macro(expression);
          case 'and':
          case 'or':
          case 'not':
          case 'compare':
          case 'null':
          case 'exists':
          case 'among':
            return { kind: 'condition', type: 'boolean', condition: checker.condition(expression) };
          default:
            return checkOperand(expression, checker);
        }
      },
    };
    return checker;
  }
}

function hasMeasure(expression: Expression): boolean {
  return expression.kind === 'measure' || childrenOf(expression).some(hasMeasure);
}

function nested({ offset }: ExpressionOf<'measure'>): never {
  throw new LanguageError('TYPE', offset, 'An aggregate stands in what a SELECT is of, and in no other aggregate');
}
