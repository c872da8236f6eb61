/** What published clients reach, as a table of the manual. */
export interface Method {
  readonly name: string;
  readonly works: boolean;
}

/** By service of the SDK, or by tool of the MCP server. */
export type Coverage = ReadonlyMap<string, readonly Method[]>;

/** A table of Markdown, laid out as Prettier lays out tables. `kind`: what its rows are. */
export function tableOf(kind: string, coverage: Coverage): string {
  const rows = [
    [kind, 'works', 'not in this version'],
    ...[...coverage].map(([name, methods]) => [`\`${name}\``, listOf(methods, true), listOf(methods, false)]),
  ];
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column]!)).join(' | ')} |`;
  const [head, ...body] = rows;
  return [line(head!), line(widths.map((width) => '-'.repeat(width))), ...body.map(line)].join('\n');
}

/** "85 of 170". */
export function shareOf(coverage: Coverage): string {
  const methods = [...coverage.values()].flat();
  return `${methods.filter(({ works }) => works).length} of ${methods.length}`;
}

function listOf(methods: readonly Method[], works: boolean): string {
  const names = methods.filter((method) => method.works === works).map(({ name }) => `\`${name}\``);
  return names.length === 0 ? '–' : names.join(', ');
}
