/** docs/clients-coverage.md says what the published clients reach. `UPDATE_GOLDEN=1` writes it anew. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { shareOf, tableOf } from '../../support/clients/coverage';
import { mcpCoverage } from '../../support/clients/mcp-coverage';
import { Scene } from '../../support/clients/scene';
import { sdkCoverage } from '../../support/clients/sdk-coverage';
import { createWorld, type World } from '../../support/world';

const MANUAL = join(__dirname, '../../../docs/clients-coverage.md');

let world: World;
beforeAll(async () => {
  world = await createWorld({ SNACKBASE_JOB_WORKER_ENABLED: 'true' });
});
afterAll(() => world?.close());

test('every method of the SDK and every action of the MCP server is in the manual as it is', async () => {
  const scene = await Scene.open(world);
  const sdk = await sdkCoverage(scene);
  const mcp = await mcpCoverage(scene);
  const manual = readFileSync(MANUAL, 'utf8');
  const written = [
    ['sdk', `${shareOf(sdk)} methods work.\n\n${tableOf('Service', sdk)}`],
    ['mcp', `${shareOf(mcp)} actions work.\n\n${tableOf('Tool', mcp)}`],
  ].reduce((text, [name, table]) => replaced(text, name!, table!), manual);
  if (process.env['UPDATE_GOLDEN']) writeFileSync(MANUAL, written);
  expect(written).toBe(process.env['UPDATE_GOLDEN'] ? written : manual);
});

/** Between the two comments that have the name. */
function replaced(text: string, name: string, table: string): string {
  const [begin, end] = [`<!-- ${name} -->`, `<!-- end of ${name} -->`];
  const [before, rest] = text.split(begin);
  const after = rest?.split(end)[1];
  if (after === undefined) throw new Error(`the manual has no place for ${name}`);
  return `${before}${begin}\n\n${table}\n\n${end}${after}`;
}
