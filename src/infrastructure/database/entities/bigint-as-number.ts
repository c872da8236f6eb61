/** PostgreSQL hands bigint over as text; the counters kept in these columns stay far below 2^53. */
export const bigintAsNumber = {
  to: (value: number): number => value,
  from: (value: string | number): number => Number(value),
};
