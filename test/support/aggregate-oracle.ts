/** What an aggregate must answer, from the records in memory: it knows nothing of plans and statements. */

type Value = string | number | boolean | null;
export type Row = Readonly<Record<string, Value>>;

export interface Asked {
  /** `count()`, `sum(n)`, `count(distinct t)`. */
  readonly functions: readonly string[];
  /** `status`, `month(at)`; what a relation leads to is a member of the row, and so is what a path into json does. */
  readonly groupBy: readonly string[];
  readonly where: (row: Row) => boolean;
  /** Of an answered group; null is unknown. */
  readonly having: (group: Row) => boolean | null;
  readonly sort: readonly { readonly name: string; readonly descending: boolean }[];
  readonly limit: number;
}

export function expectedGroups(rows: readonly Row[], asked: Asked): { results: Row[]; total_groups: number } {
  const groups = new Map<string, Row[]>();
  if (asked.groupBy.length === 0) groups.set('[]', []);
  for (const row of rows.filter(asked.where)) {
    const key = JSON.stringify(asked.groupBy.map((text) => keyOf(row, text)));
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  const answered = Array.from(groups, ([key, members]) => {
    const keys = (JSON.parse(key) as Value[]).map((value, index) => [memberOf(asked.groupBy[index]!), value]);
    return Object.fromEntries([
      ...keys,
      ...asked.functions.map((text) => [memberOf(text), measure(members, text)]),
    ]) as Row;
  }).filter((group) => asked.having(group) === true);
  const terms = [...asked.sort, ...asked.groupBy.map((text) => ({ name: memberOf(text), descending: false }))];
  answered.sort((one, other) => {
    for (const { name, descending } of terms) {
      const difference = compare(one[name]!, other[name]!);
      if (difference !== 0) return descending ? -difference : difference;
    }
    return 0;
  });
  return { results: answered.slice(0, asked.limit), total_groups: answered.length };
}

function parts(text: string): readonly [name: string, argument: string] {
  const [name, argument = ''] = text.replace(')', '').split('(');
  return [name!, argument];
}

/** `sum(n)` is answered as `sum_n`, and `j.v:text` as `j.v`. */
export function memberOf(text: string): string {
  if (!text.includes('(')) return text.replace(/:[a-z]+$/, '');
  return parts(text).join('_').replace(/_$/, '').replace(' ', '_');
}

function keyOf(row: Row, text: string): Value {
  if (!text.includes('(')) return row[text]!;
  const [bucket, name] = parts(text);
  const value = row[name];
  if (typeof value !== 'string') return null;
  const lengths: Record<string, number> = { year: 4, month: 7, day: 10, hour: 13 };
  return bucket === 'week' ? weekOf(value) : value.slice(0, lengths[bucket]);
}

/** The week of ISO 8601 is in the year that its Thursday is in. */
function weekOf(value: string): string {
  const thursday = new Date(`${value.slice(0, 10)}T00:00:00Z`);
  thursday.setUTCDate(thursday.getUTCDate() + 4 - (thursday.getUTCDay() || 7));
  const first = new Date(thursday);
  first.setUTCMonth(0, 1);
  const week = 1 + Math.floor((thursday.getTime() - first.getTime()) / (7 * 86_400_000));
  return `${thursday.toISOString().slice(0, 4)}-W${String(week).padStart(2, '0')}`;
}

function measure(rows: readonly Row[], text: string): Value {
  const [name, argument] = parts(text);
  if (argument === '' || argument === '*') return rows.length;
  const values = rows.map((row) => row[argument.replace('distinct ', '')]!).filter((value) => value !== null);
  switch (name) {
    case 'count':
      return argument.startsWith('distinct ') ? new Set(values).size : values.length;
    case 'sum':
      return exactSum(values as number[]);
    case 'avg': {
      const sum = exactSum(values as number[]);
      return sum === null ? null : sum / values.length;
    }
    default: {
      const sorted = values.toSorted(compare);
      return (name === 'min' ? sorted.at(0) : sorted.at(-1)) ?? null;
    }
  }
}

/** Null first; texts by their characters. */
function compare(one: Value, other: Value): number {
  if (one === null || other === null) return Number(one !== null) - Number(other !== null);
  if (typeof one === 'string') return Buffer.compare(Buffer.from(one), Buffer.from(other as string));
  return Number(one > other) - Number(one < other);
}

const SMALLEST_EXPONENT = 1074;
/** More binary digits than any rounding looks at, few enough for a double. */
const KEPT = 900;

/** Rounded once; null: of nothing, or beyond the largest double. */
function exactSum(numbers: readonly number[]): number | null {
  if (numbers.length === 0) return null;
  let units = 0n;
  for (const number of numbers) units += unitsOf(number);
  const size = units < 0n ? -units : units;
  const beyond = Math.max(0, size.toString(2).length - KEPT);
  const cut = size >> BigInt(beyond);
  const sticky = cut << BigInt(beyond) === size ? cut : cut | 1n;
  const sum = Number(sticky) * 2 ** (beyond - SMALLEST_EXPONENT);
  if (!Number.isFinite(sum)) return null;
  return units < 0n ? -sum : sum;
}

/** The number in units of the smallest double. */
function unitsOf(number: number): bigint {
  const bits = new DataView(new ArrayBuffer(8));
  bits.setFloat64(0, number);
  const word = bits.getBigUint64(0);
  const exponent = (word >> 52n) & 0x7ffn;
  const mantissa = (word & ((1n << 52n) - 1n)) + (exponent === 0n ? 0n : 1n << 52n);
  const units = mantissa << (exponent === 0n ? 0n : exponent - 1n);
  return number < 0 ? -units : units;
}
