/** Which actions of the published MCP server this version answers, found out by calling each of them. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { createInterface, type Interface } from 'node:readline';
import type { Coverage, Method } from './coverage';
import { MCP_CALLS } from './mcp-calls';
import type { Scene } from './scene';

const PROTOCOL = '2025-06-18';
const PREFIX = 'snackbase_';
const SAMPLES: Readonly<Record<string, unknown>> = { number: 1, boolean: true, array: [], object: {} };
/** The client cannot show the answer, which has no body: an error of its protocol takes the place of the result. */
const ANSWERED_WITHOUT_RESULT: readonly string[] = ['api_keys.revoke'];
/** One makes a link to a route that is not there, the other says that there is no migration where its route is not there. */
const TELL_NOTHING: readonly string[] = ['files.get_download_url', 'migrations.get_current'];

interface Tool {
  readonly name: string;
  readonly inputSchema: {
    readonly properties: Readonly<Record<string, { readonly type?: unknown; readonly enum?: readonly unknown[] }>>;
  };
}

interface ToolResult {
  readonly isError?: boolean;
  readonly content: readonly { readonly text: string }[];
}

export async function mcpCoverage(scene: Scene): Promise<Coverage> {
  await scene.made('spare key', scene.admin.apiKeys.create({ name: 'to be revoked' }));
  const { key } = await scene.admin.apiKeys.create({ name: 'of the tools' });
  const server = new McpServer(scene.world.server.url, key);
  try {
    const { tools } = await server.ask<{ readonly tools: readonly Tool[] }>('tools/list', {});
    const coverage = new Map<string, readonly Method[]>();
    for (const tool of inOrder(tools)) coverage.set(nameOf(tool), await actionsOf(tool, server, scene));
    return coverage;
  } finally {
    await server.end();
  }
}

async function actionsOf(tool: Tool, server: McpServer, scene: Scene): Promise<readonly Method[]> {
  const name = nameOf(tool);
  const actions = (tool.inputSchema.properties['action']?.enum ?? []) as readonly string[];
  const known = MCP_CALLS[name] ?? {};
  const results = new Map<string, boolean>();
  for (const action of new Set([...Object.keys(known), ...actions])) {
    const args = known[action]?.(scene) ?? samplesFor(tool);
    results.set(action, await isAnswered(`${name}.${action}`, server, { ...args, action }, scene));
  }
  return actions.map((action) => ({ name: action, works: results.get(action)! }));
}

async function isAnswered(call: string, server: McpServer, args: object, scene: Scene): Promise<boolean> {
  const [tool, action] = call.split('.') as [string, string];
  if (ANSWERED_WITHOUT_RESULT.includes(call)) {
    await server.ask('tools/call', { name: PREFIX + tool, arguments: args }).catch(() => undefined);
    return true;
  }
  const { isError, content } = await server.ask<ToolResult>('tools/call', { name: PREFIX + tool, arguments: args });
  const [{ text } = { text: '' }] = content;
  if (isError !== true) remember(tool, text, scene);
  else if (text.includes('not in this version')) return false;
  else throw new Error(`${call} neither works nor is missing: ${text}`);
  if (TELL_NOTHING.includes(call)) return false;
  if (MCP_CALLS[tool]?.[action] === undefined) throw new Error(`${call} is answered, and needs a call in mcp-calls.ts`);
  return true;
}

function remember(tool: string, text: string, scene: Scene): void {
  const answer = JSON.parse(text) as { id?: string | number; created?: readonly { id: string }[] } | null;
  const last = answer?.id ?? answer?.created?.[0]?.id;
  if (last !== undefined) scene.remember(tool, String(last));
}

function samplesFor({ inputSchema }: Tool): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(inputSchema.properties).map(([name, { type, enum: values }]) => {
      return [name, values?.[0] ?? SAMPLES[String(type)] ?? 'sample'];
    }),
  );
}

function nameOf({ name }: Tool): string {
  return name.slice(PREFIX.length);
}

function inOrder(tools: readonly Tool[]): readonly Tool[] {
  const known = Object.keys(MCP_CALLS);
  const place = (tool: Tool): number => (known.includes(nameOf(tool)) ? known.indexOf(nameOf(tool)) : known.length);
  return tools.toSorted((left, right) => place(left) - place(right));
}

/** The published server in a process of its own, spoken to over its standard streams. */
class McpServer {
  private readonly child: ChildProcess;
  private readonly lines: AsyncIterator<string>;
  private readonly reader: Interface;
  private asked = 0;
  private readonly ready: Promise<unknown>;

  constructor(url: string, key: string) {
    const file = createRequire(__filename).resolve('@snackbase/mcp');
    const env = { PATH: process.env['PATH'], SNACKBASE_URL: url, SNACKBASE_API_KEY: key };
    this.child = spawn(process.execPath, [file], { env, stdio: ['pipe', 'pipe', 'ignore'] });
    this.reader = createInterface(this.child.stdout!);
    this.lines = this.reader[Symbol.asyncIterator]();
    const client = { protocolVersion: PROTOCOL, capabilities: {}, clientInfo: { name: 'tests', version: '0' } };
    this.ready = this.send('initialize', client).then(() => this.write({ method: 'notifications/initialized' }));
  }

  async ask<T>(method: string, params: object): Promise<T> {
    await this.ready;
    return (await this.send(method, params)) as T;
  }

  async end(): Promise<void> {
    const closed = once(this.child, 'close');
    this.reader.close();
    this.child.kill();
    await closed;
  }

  private async send(method: string, params: object): Promise<unknown> {
    const id = (this.asked += 1);
    this.write({ id, method, params });
    const { value } = (await this.lines.next()) as { readonly value: string | undefined };
    if (value === undefined) throw new Error(`the MCP server ended instead of answering ${method}`);
    const { result, error } = JSON.parse(value) as { result?: unknown; error?: { message: string } };
    if (error) throw new Error(error.message);
    return result;
  }

  private write(message: object): void {
    this.child.stdin!.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
  }
}
