/** Expressions of the rule language over the fields of a collection, mostly such as it takes. */
import type { Random } from './random';
import type { RandomCollection, RandomField } from './random-collection';
import { randomDate, randomNumber, randomText, randomTime } from './random-values';

const MAX_DEPTH = 3;
const MAX_HOPS = 3;
/** Stand-ins of ids that may have been met; the others become empty texts. */
const MAX_ID = 60;
const COMPARISONS = ['=', '!=', '<', '<=', '>', '>='];
const UNITS = ['days', 'hours', 'minutes', 'seconds', 'months', 'years'];
const SYSTEM: readonly Column[] = [
  { path: 'id', type: 'id', many: false },
  { path: 'created_by', type: 'id', many: false },
];

/** An id is a text that differs between the engines: it is compared with others and with nothing else. */
type Type = 'text' | 'id' | 'number' | 'boolean' | 'datetime' | 'date' | 'json';

interface Column {
  readonly path: string;
  readonly type: Type;
  readonly many: boolean;
}

export function randomExpression(random: Random, name: string, collections: readonly RandomCollection[]): string {
  return new Expressions(random, columnsOf(random, name, collections)).condition(0);
}

/** What can be sorted by, mostly. */
export function randomPath(random: Random, name: string, collections: readonly RandomCollection[]): string {
  const columns = columnsOf(random, name, collections);
  const sortable = columns.filter(({ many, type }) => !many && type !== 'json');
  return random.pick(random.chance(0.95) ? sortable : columns).path;
}

function typeOf({ type }: RandomField): Type {
  switch (type) {
    case 'number':
    case 'boolean':
    case 'datetime':
    case 'date':
    case 'json':
      return type;
    case 'reference':
    case 'user':
      return 'id';
    default:
      return 'text';
  }
}

/** Each of the collection's own, and where one of its references leads. */
function columnsOf(random: Random, name: string, collections: readonly RandomCollection[]): readonly Column[] {
  const columns: Column[] = [...SYSTEM];
  const walk = (from: string, prefix: string, many: boolean, hops: number): void => {
    const collection = collections.find((each) => each.name === from);
    for (const field of collection?.fields ?? []) {
      const path = prefix + field.name;
      const severally = many || field.list;
      columns.push({ path, type: typeOf(field), many: severally });
      if (field.type === 'user') columns.push({ path: `${path}.email`, type: 'text', many: severally });
      if (field.target === null || hops === MAX_HOPS || !random.chance(0.6)) continue;
      walk(field.target, `${path}.`, severally, hops + 1);
    }
  };
  walk(name, '', false, 0);
  return columns;
}

class Expressions {
  constructor(
    private readonly random: Random,
    private readonly columns: readonly Column[],
  ) {}

  condition(depth: number): string {
    const { random } = this;
    const kind = random.integer(0, depth < MAX_DEPTH ? 9 : 6);
    if (kind === 7) return `!(${this.condition(depth + 1)})`;
    if (kind >= 8) return `(${this.condition(depth + 1)} ${random.pick(['&&', '||'])} ${this.condition(depth + 1)})`;
    return this.test(depth);
  }

  private test(depth: number): string {
    const { random } = this;
    const column = random.pick(this.columns);
    const { path, type, many } = column;
    if (random.chance(0.12)) return `${path} ${random.pick(['= null', '!= null', 'IS NULL', 'IS NOT NULL'])}`;
    if (type === 'json') return `length(${path}) ${random.pick(COMPARISONS)} ${random.integer(0, 4)}`;
    if (many && random.chance(0.15)) return `length(${path}) ${random.pick(COMPARISONS)} ${random.integer(0, 3)}`;
    if (type === 'id') return this.idTest(column);
    if (type === 'boolean')
      return random.pick([path, `${path} = true`, `${path} != false`, `${path} = ${this.value('boolean', depth)}`]);
    if (type === 'text' && random.chance(0.35)) return `${path} ${random.pick(['~', '!~'])} ${this.pattern()}`;
    if (random.chance(0.15)) {
      const members = random.several(random.integer(0, 3), () => (random.chance(0.1) ? 'null' : this.literal(type)));
      return `${path} ${random.pick(['IN', 'NOT IN'])} (${members.join(', ')})`;
    }
    const left = many ? path : this.value(type, depth);
    return `${left} ${random.pick(COMPARISONS)} ${this.value(type, depth)}`;
  }

  private idTest({ path }: Column): string {
    const { random } = this;
    if (random.chance(0.3)) {
      const members = random.several(random.integer(0, 3), () => this.literal('id'));
      return `${path} ${random.pick(['IN', 'NOT IN'])} (${members.join(', ')})`;
    }
    const others = this.columns.filter(({ type, many }) => type === 'id' && !many).map((other) => other.path);
    return `${path} ${random.pick(['=', '!='])} ${random.chance(0.7) ? this.literal('id') : random.pick(others)}`;
  }

  /** One value of the type: a column's, a literal or what functions make of them. */
  private value(type: Type, depth: number): string {
    const { random } = this;
    if (random.chance(0.45)) return this.literal(type);
    const single = this.columns.filter((column) => column.type === type && !column.many);
    if (depth >= MAX_DEPTH || random.chance(0.5))
      return single.length > 0 ? random.pick(single).path : this.literal(type);
    return this.made(type, depth + 1);
  }

  private made(type: Type, depth: number): string {
    const { random } = this;
    const value = (of: Type): string => this.value(of, depth);
    const unit = random.pick(UNITS);
    const general = [
      () => `if(${this.condition(depth)}, ${value(type)}, ${random.chance(0.2) ? 'null' : value(type)})`,
      () => `coalesce(${value(type)}, ${value(type)})`,
      () => `nullif(${value(type)}, ${value(type)})`,
    ];
    const special: Readonly<Record<Type, readonly (() => string)[]>> = {
      id: [],
      text: [
        () => `concat(${value('text')}, ${value('text')})`,
        () => `${random.pick(['upper', 'lower', 'trim'])}(${value('text')})`,
        () => `substring(${value('text')}, ${value('number')})`,
        () => `substring(${value('text')}, ${random.integer(-1, 4)}, ${random.integer(-1, 4)})`,
      ],
      number: [
        () => `(${value('number')} ${random.pick(['+', '-', '*', '/', '%'])} ${value('number')})`,
        () => `-${value('number')}`,
        () => `${random.pick(['abs', 'ceil', 'floor', 'round'])}(${value('number')})`,
        () => `round(${value('number')}, ${random.integer(0, 3)})`,
        () => `length(${value('text')})`,
        () => `date_diff(${value(random.pick(['date', 'datetime']))}, ${value('datetime')}, '${unit}')`,
      ],
      boolean: [],
      datetime: [() => `date_add(${value(random.pick(['date', 'datetime']))}, ${value('number')}, '${unit}')`],
      date: [],
      json: [],
    };
    return random.pick([...general, ...special[type], ...special[type]])();
  }

  private literal(type: Type): string {
    const { random } = this;
    switch (type) {
      case 'number':
        return String(randomNumber(random));
      case 'boolean':
        return random.pick(['true', 'false']);
      case 'datetime':
        return `"${randomTime(random)}"`;
      case 'date':
        return `"${randomDate(random)}"`;
      case 'id':
        return `"#${random.integer(0, MAX_ID)}#"`;
      case 'text':
      case 'json':
        return quoted(randomText(random));
    }
  }

  private pattern(): string {
    const { random } = this;
    const text = randomText(random).slice(0, 10);
    return quoted(random.pick([text, `${text}%`, `%${text}`, `${text}_%`, text.replaceAll(/[a-z]/g, '_')]));
  }
}

function quoted(text: string): string {
  return `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
}
