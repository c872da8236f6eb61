/**
 * Text to syntax tree, by recursive descent; nothing about names or types. Precedence, high to low: primary and minus,
 * `* / %`, `+ -`, one comparison, `!`, `&&`, `||`. Recursion is bounded by MAX_DEPTH, so that no text can exhaust the stack.
 */
import type { Expression, LiteralPlace } from './ast';
import { COMPARISONS, PATTERNS } from './comparison-symbols';
import type { ArithmeticOperator } from './condition';
import { LanguageError } from './language-error';
import { tokenize } from './lexer';
import { describeToken, type Keyword, type SymbolText, type Token, type TokenOf } from './token';

const MAX_NODES = 300;
/** How deep parentheses may nest, and the tree that they make. */
const MAX_DEPTH = 30;
const MAX_IN_MEMBERS = 200;

/** Where expressions stand in their text: UTF-16 offsets of the first unit and behind the last, or behind blanks after it. */
export type Spans = Map<Expression, readonly [start: number, end: number]>;

/**
 * The tree of a text that is not blank; `spans` is filled with those of conditions and operands, each without the parentheses
 * around it. Throws LanguageError.
 */
export function parseExpression(text: string, spans?: Spans): Expression {
  return new Parser(tokenize(text), spans).parse();
}

class Parser {
  private index = 0;
  private nesting = 0;
  /** Texts and numbers that were taken: they are taken in the order in which they stand. */
  private literals = 0;
  private readonly depths = new Map<Expression, number>();

  constructor(
    private readonly tokens: readonly Token[],
    private readonly spans?: Spans,
  ) {}

  parse(): Expression {
    const expression = this.or();
    if (this.token.kind !== 'end') throw this.expected('an operator or the end');
    return expression;
  }

  private or(): Expression {
    return this.chain('or', '||', () => this.chain('and', '&&', () => this.not()));
  }

  private chain(keyword: 'and' | 'or', symbol: SymbolText, operand: () => Expression): Expression {
    const offset = this.token.offset;
    const items = [operand()];
    while (this.takeKeyword(keyword) || this.takeSymbol(symbol) !== null) items.push(operand());
    return items.length === 1 ? items[0]! : this.node({ kind: keyword, items, offset }, items);
  }

  private not(): Expression {
    const offset = this.token.offset;
    if (!this.takeKeyword('not') && this.takeSymbol('!') === null) return this.comparison();
    const item = this.nested(() => this.not());
    return this.noted(offset, this.node({ kind: 'not', item, offset }, [item]));
  }

  private comparison(): Expression {
    return this.noted(this.token.offset, this.compared());
  }

  private compared(): Expression {
    const left = this.additive();
    const offset = left.offset;
    const token = this.token;
    if (token.kind === 'keyword' && (token.keyword === 'in' || token.keyword === 'not')) return this.membership(left);
    if (this.takeKeyword('is')) {
      const negated = this.takeKeyword('not');
      if (!this.takeKeyword('null')) throw this.expected(negated ? 'NULL after IS NOT' : 'NULL or NOT NULL after IS');
      return this.single(this.node({ kind: 'null', negated, left, offset }, [left]));
    }
    if (token.kind !== 'symbol') return left;
    const op = COMPARISONS[token.symbol];
    if (op !== undefined) {
      this.index++;
      const right = this.additive();
      return this.single(this.node({ kind: 'compare', op, left, right, offset }, [left, right]));
    }
    const like = this.takeSymbol(...PATTERNS);
    if (like === null) return left;
    const right = this.additive();
    const negated = like === '!~' || like === '?!~';
    return this.single(this.node({ kind: 'like', negated, left, right, offset }, [left, right]));
  }

  private membership(left: Expression): Expression {
    const negated = this.takeKeyword('not');
    if (!this.takeKeyword('in')) throw this.expected('IN after NOT');
    const offset = left.offset;
    const token = this.token;
    if (token.kind === 'at' && token.name === 'request.auth.groups') {
      this.index++;
      return this.single(this.node({ kind: 'member', negated, left, offset }, [left]));
    }
    if (this.takeSymbol('(') === null) throw this.expected('a list in parentheses after IN');
    const items: Expression[] = [];
    if (this.takeSymbol(')') === null) {
      do {
        if (items.length === MAX_IN_MEMBERS) {
          throw new LanguageError('LIMIT', this.token.offset, `The list has more than ${MAX_IN_MEMBERS} members`);
        }
        items.push(this.member());
      } while (this.takeSymbol(',') !== null);
      this.close("',' or ')' in the list");
    }
    return this.single(this.node({ kind: 'in', negated, left, items, offset }, [left]));
  }

  /** Literals and request values only; members are not counted as nodes, they have a limit of their own. */
  private member(): Expression {
    const { token } = this;
    const negative = this.takeSymbol('-') !== null;
    const value = this.token;
    this.index++;
    if (value.kind === 'number') {
      const signed = negative ? -value.value : value.value;
      return { kind: 'literal', value: signed, place: this.literalPlace(negative), offset: token.offset };
    }
    if (!negative && value.kind === 'text') {
      return { kind: 'literal', value: value.value, place: this.literalPlace(false), offset: token.offset };
    }
    if (!negative && value.kind === 'keyword' && isLiteral(value.keyword)) {
      return { kind: 'literal', value: LITERALS[value.keyword], offset: token.offset };
    }
    const names = value.kind === 'at' ? value.name.split('.') : [];
    if (!negative && names[0] === 'request') {
      return { kind: 'request', names: names.slice(1), offset: token.offset };
    }
    this.index--;
    throw this.expected('a literal or a @request value in the list');
  }

  /** A comparison is not an operand of another: `1 < x < 5` would surprise. */
  private single(comparison: Expression): Expression {
    const { token } = this;
    const again =
      token.kind === 'symbol'
        ? token.symbol in COMPARISONS || PATTERNS.includes(token.symbol)
        : token.kind === 'keyword' && (token.keyword === 'is' || token.keyword === 'in');
    if (!again) return comparison;
    throw new LanguageError('SYNTAX', token.offset, 'Comparisons cannot be chained; join them with &&');
  }

  private additive(): Expression {
    const product = (): Expression => this.arithmetic(['*', '/', '%'], () => this.unary());
    return this.noted(this.token.offset, this.arithmetic(['+', '-'], product));
  }

  private arithmetic(ops: readonly ArithmeticOperator[], operand: () => Expression): Expression {
    let left = operand();
    for (let op = this.takeSymbol(...ops); op !== null; op = this.takeSymbol(...ops)) {
      const right = operand();
      left = this.node({ kind: 'arithmetic', op, left, right, offset: left.offset }, [left, right]);
    }
    return left;
  }

  private unary(): Expression {
    const offset = this.token.offset;
    if (this.takeSymbol('-') === null) return this.primary();
    const item = this.nested(() => this.unary());
    if (item.kind === 'literal' && typeof item.value === 'number') {
      const { index, negated } = item.place!;
      return { ...item, value: -item.value, place: { index, negated: !negated }, offset };
    }
    return this.node({ kind: 'negate', item, offset }, [item]);
  }

  private primary(): Expression {
    const { token } = this;
    const { offset } = token;
    if (this.takeSymbol('(') !== null) {
      const inner = this.nested(() => this.or());
      this.close("')'");
      return inner;
    }
    if (token.kind === 'text' || token.kind === 'number') {
      this.index++;
      return this.node({ kind: 'literal', value: token.value, place: this.literalPlace(false), offset }, []);
    }
    if (token.kind === 'keyword' && isLiteral(token.keyword)) {
      this.index++;
      return this.node({ kind: 'literal', value: LITERALS[token.keyword], offset }, []);
    }
    if (token.kind === 'name') return this.nameOrCall(token);
    if (token.kind === 'at') return this.requestOrMacro(token.name, offset);
    throw this.expected('a value');
  }

  private literalPlace(negated: boolean): LiteralPlace {
    this.literals += 1;
    return { index: this.literals - 1, negated };
  }

  private nameOrCall({ name, names, steps, offset }: TokenOf<'name'>): Expression {
    this.index++;
    if (steps.length > 0) return this.node({ kind: 'path', names, steps, offset }, []);
    const args = this.args();
    if (args === null) return this.node({ kind: 'path', names, offset }, []);
    return this.node({ kind: 'call', name, args, offset }, args);
  }

  private requestOrMacro(name: string, offset: number): Expression {
    this.index++;
    const names = name.split('.');
    if (names[0] === 'request') return this.node({ kind: 'request', names: names.slice(1), offset }, []);
    const args = this.args() ?? [];
    return this.node({ kind: 'macro', name, args, offset }, args);
  }

  /** null: no parenthesis follows. */
  private args(): readonly Expression[] | null {
    if (this.takeSymbol('(') === null) return null;
    if (this.takeSymbol(')') !== null) return [];
    const args: Expression[] = [];
    do args.push(this.nested(() => this.or()));
    while (this.takeSymbol(',') !== null);
    this.close("',' or ')' after the argument");
    return args;
  }

  private nested<T>(work: () => T): T {
    if (this.nesting === MAX_DEPTH) throw this.tooDeep(this.token.offset);
    this.nesting++;
    const result = work();
    this.nesting--;
    return result;
  }

  private node(node: Expression, children: readonly Expression[]): Expression {
    if (this.depths.size === MAX_NODES) {
      throw new LanguageError('LIMIT', node.offset, `The expression has more than ${MAX_NODES} parts`);
    }
    const depth = 1 + Math.max(0, ...children.map((child) => this.depths.get(child) ?? 1));
    if (depth > MAX_DEPTH) throw this.tooDeep(node.offset);
    this.depths.set(node, depth);
    return node;
  }

  /** What stands in parentheses comes by first without them. */
  private noted(start: number, node: Expression): Expression {
    if (this.spans?.has(node) === false) this.spans.set(node, [start, this.token.offset]);
    return node;
  }

  private tooDeep(offset: number): LanguageError {
    return new LanguageError('LIMIT', offset, `The expression is nested deeper than ${MAX_DEPTH} levels`);
  }

  private get token(): Token {
    return this.tokens[this.index]!;
  }

  private takeKeyword(keyword: Keyword): boolean {
    const { token } = this;
    if (token.kind !== 'keyword' || token.keyword !== keyword) return false;
    this.index++;
    return true;
  }

  private takeSymbol<S extends SymbolText>(...symbols: readonly S[]): S | null {
    const { token } = this;
    const found = token.kind === 'symbol' ? symbols.find((symbol) => symbol === token.symbol) : undefined;
    if (found === undefined) return null;
    this.index++;
    return found;
  }

  private close(what: string): void {
    if (this.takeSymbol(')') === null) throw this.expected(what);
  }

  private expected(what: string): LanguageError {
    return new LanguageError('SYNTAX', this.token.offset, `Expected ${what} but found ${describeToken(this.token)}`);
  }
}

const LITERALS = { true: true, false: false, null: null } as const;

function isLiteral(keyword: Keyword): keyword is keyof typeof LITERALS {
  return keyword in LITERALS;
}
