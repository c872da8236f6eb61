/** What the parser makes of a text: the shape alone, nothing resolved. Every node knows the offset where it starts. */
import type { ArithmeticOperator, ComparisonOperator, Measure } from './condition';
import type { JsonStep } from './json-step';

export interface LiteralPlace {
  readonly index: number;
  readonly negated: boolean;
}

export type Expression = { readonly offset: number } & (
  | {
      readonly kind: 'literal';
      readonly value: string | number | boolean | null;
      /** Of texts and numbers: which of those in the text it is, from 0, and whether a minus stands before it. */
      readonly place?: LiteralPlace;
    }
  /** `title`, `author.name`; `steps`: what follows from the first that only json can have, as in `meta.sizes[0].width`. */
  | { readonly kind: 'path'; readonly names: readonly string[]; readonly steps?: readonly JsonStep[] }
  /** `@request.auth.id`: what follows `@request`. */
  | { readonly kind: 'request'; readonly names: readonly string[] }
  | { readonly kind: 'macro'; readonly name: string; readonly args: readonly Expression[] }
  | { readonly kind: 'call'; readonly name: string; readonly args: readonly Expression[] }
  | { readonly kind: 'and' | 'or'; readonly items: readonly Expression[] }
  | { readonly kind: 'not'; readonly item: Expression }
  | { readonly kind: 'compare'; readonly op: ComparisonOperator; readonly left: Expression; readonly right: Expression }
  | { readonly kind: 'like'; readonly negated: boolean; readonly left: Expression; readonly right: Expression }
  | { readonly kind: 'in'; readonly negated: boolean; readonly left: Expression; readonly items: readonly Expression[] }
  /** `"editors" IN @request.auth.groups`. */
  | { readonly kind: 'member'; readonly negated: boolean; readonly left: Expression }
  | { readonly kind: 'null'; readonly negated: boolean; readonly left: Expression }
  | {
      readonly kind: 'arithmetic';
      readonly op: ArithmeticOperator;
      readonly left: Expression;
      readonly right: Expression;
    }
  | { readonly kind: 'negate'; readonly item: Expression }
  | SelectExpression
);

/** What the SQL of a macro has besides (macros/): no text of a rule or filter comes to any of these. */
type SelectExpression =
  | { readonly kind: 'parameter'; readonly index: number }
  /** An aggregate; null counts rows. */
  | { readonly kind: 'measure'; readonly take: Measure; readonly item: Expression | null }
  | { readonly kind: 'select'; readonly select: SelectTree }
  | { readonly kind: 'exists'; readonly select: SelectTree }
  | {
      readonly kind: 'among';
      readonly negated: boolean;
      readonly left: Expression;
      readonly select: SelectTree;
    };

/** A SELECT of one value, nothing of it resolved. */
export interface SelectTree {
  readonly value: Expression;
  readonly from: readonly FromTree[];
  readonly where: Expression | null;
  readonly order: readonly { readonly item: Expression; readonly descending: boolean }[];
}

export interface FromTree {
  readonly collection: string;
  readonly alias: string;
  readonly offset: number;
  /** Joined to those before it so that their rows stay where it has none. */
  readonly outer: boolean;
  readonly on: Expression | null;
}

export type ExpressionOf<K extends Expression['kind']> = Extract<Expression, { readonly kind: K }>;
