import { Command, Option } from 'nest-commander';
import type { HookListing } from '#domain/hooks/hook';
import { HookBus } from '#domain/hooks/hook-bus';
import { print } from './print';
import { StrictCommand } from './strict-command';
import { withServer } from './with-server';

const HEADINGS = ['ID', 'EVENT', 'FILTER', 'PRIORITY', 'SOURCE'] as const;
const GAP = 2;

interface ListOptions {
  readonly json?: boolean;
}

@Command({ name: 'hooks', description: 'List the hooks of the server, those of each event in their order' })
export class ListHooksCommand extends StrictCommand<ListOptions> {
  protected async execute({ json }: ListOptions): Promise<void> {
    await withServer((app) => {
      const hooks = app.get(HookBus, { strict: false }).list();
      if (json === true) print(JSON.stringify(hooks.map(presented), null, 2));
      else for (const line of table(hooks.map(cellsOf))) print(line);
      return Promise.resolve();
    });
  }

  @Option({ flags: '--json', description: 'As JSON' })
  json(): boolean {
    return true;
  }
}

function presented({ id, event, filter, priority, source }: HookListing): object {
  return { id, event, filter, priority, source, built_in: priority === null };
}

function cellsOf({ id, event, filter, priority, source }: HookListing): readonly string[] {
  const conditions = Object.entries(filter).map(([name, value]) => `${name}=${value}`);
  return [id, event, conditions.join(' '), priority === null ? 'built in' : String(priority), source];
}

function table(rows: readonly (readonly string[])[]): readonly string[] {
  const all = [HEADINGS, ...rows];
  const widths = HEADINGS.map((_, column) => Math.max(...all.map((row) => row[column]!.length)) + GAP);
  return all.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column]!))
      .join('')
      .trimEnd(),
  );
}
