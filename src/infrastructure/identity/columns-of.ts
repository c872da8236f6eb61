/** The columns of a table under distinct names, so that several tables can be read in one row: `u.id AS user_id`. */
export function columnsOf(alias: string, prefix: string, columns: readonly string[]): string {
  return columns.map((column) => `${alias}.${column} AS ${prefix}_${column}`).join(', ');
}
