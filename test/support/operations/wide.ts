/** Operations on many records at once: schema changes, and the deletion of an account with all that it has. */
import { eventually } from '../eventually';
import type { Answer, Json } from '../http';
import { API } from '../member';
import type { World } from '../world';
import type { WideOperation } from './random-operation';

const COLLECTIONS = `${API}/collections`;
/** New fields with a default, one after another. */
const FILLED = [
  { type: 'text', default: 'filled' },
  { type: 'number', default: 0.5 },
  { type: 'boolean', default: true },
  { type: 'json', default: { a: [1] } },
];
const isExtra = ({ name }: Json): boolean => name.startsWith('extra');

export class WideOperations {
  private made = 0;

  constructor(
    private readonly world: World,
    /** Compares what was told so far. */
    private readonly look: () => Promise<unknown>,
  ) {}

  async run({ kind }: WideOperation): Promise<void> {
    this.made += 1;
    await this.look();
    await this[kind]();
    await this.look();
  }

  private async fill(): Promise<void> {
    const { fields } = await this.tasks();
    const field = { name: `extra${this.made}`, ...FILLED[this.made % FILLED.length] };
    await this.change('PATCH', [...fields, field]);
  }

  private async clear(): Promise<void> {
    await this.fill();
    await this.look();
    const { fields } = await this.tasks();
    await this.change(
      'PUT',
      fields.filter((field: Json) => !isExtra(field)),
    );
  }

  private async clearLinks(): Promise<void> {
    const { fields } = await this.tasks();
    const links = { name: `extra${this.made}`, type: 'reference', collection: 'people', on_delete: 'set_null' };
    await this.change('PATCH', [...fields, { ...links, options: { multiple: true } }]);
    const person = await this.create('people', this.world.acme.token, { name: 'linked' });
    for (const value of [[person], []])
      await this.create('tasks', this.world.acme.token, { title: 'x', [links.name]: value });
    await this.look();
    await this.change('PUT', fields);
  }

  private async drop(): Promise<void> {
    const { acme, twin, http } = this.world;
    const name = `temporary${this.made}`;
    await this.world.define(name, [{ name: 'line', type: 'text' }]);
    for (const { token } of [acme, acme, twin]) await this.create(name, token, { line: 'x' });
    await this.look();
    const { id } = await this.collection(name);
    ok(await http.delete(`${COLLECTIONS}/${id}?confirm=true`, this.operator));
  }

  private async erase(): Promise<void> {
    const { http } = this.world;
    const { token, accountId } = await this.world.register(`brief-${this.made}`);
    const team = await this.create('teams', token, { name: 'c1' });
    const person = await this.create('people', token, { name: 'x', team });
    const task = await this.create('tasks', token, { title: 'x', owner: person, watchers: [person], teams: [team] });
    await this.create('tasks', token, { title: 'y', parent: task, reviewer: person });
    await this.create('bills', token, { payer: person });
    await this.look();
    ok(await http.delete(`${API}/accounts/${accountId}`, this.operator));
    const path = `${API}/accounts/${accountId}`;
    await eventually(async () => (await http.get(path, this.operator)).status === 404);
  }

  private get operator() {
    return { token: this.world.superadmin.token };
  }

  private tasks(): Promise<Json> {
    return this.collection('tasks');
  }

  private async collection(name: string): Promise<Json> {
    const { body } = ok(await this.world.http.get(`${COLLECTIONS}?search=${name}`, this.operator));
    const { id } = body.items.find((item: Json) => item.name === name);
    return ok(await this.world.http.get(`${COLLECTIONS}/${id}`, this.operator)).body;
  }

  private async change(method: 'PUT' | 'PATCH', fields: readonly Json[]): Promise<void> {
    const { id } = await this.tasks();
    ok(
      await this.world.http.call(method, `${COLLECTIONS}/${id}`, { ...this.operator, body: { fields, confirm: true } }),
    );
  }

  private async create(collection: string, token: string, body: object): Promise<string> {
    return ok(await this.world.http.post(`${API}/records/${collection}`, body, { token })).body.id;
  }
}

function ok(answer: Answer): Answer {
  if (answer.status >= 300) throw new Error(`${answer.status} ${answer.text}`);
  return answer;
}
