const BOOLEAN = 16;
/**
 * int8, int2, int4, float4, float8, numeric: counters and sums of counters stay far below 2^53, and numbers of records
 * are doubles.
 */
const NUMBERS = [20, 21, 23, 700, 701, 1700];

/**
 * How values of rows are read; everything else (json, dates, timestamps) stays the text that the server sends. Given
 * with each statement, because TypeORM's own statements keep the driver's defaults.
 */
export const postgresTypes = {
  getTypeParser(oid: number): (text: string) => unknown {
    if (NUMBERS.includes(oid)) return Number;
    return oid === BOOLEAN ? isTrue : asText;
  },
};

function isTrue(text: string): boolean {
  return text === 't';
}

function asText(text: string): string {
  return text;
}
