/**
 * What a sequence of requests means, in the plainest words: the records that exist, and the events that each request
 * fires. It knows no rule, no plan and no database.
 */
import {
  type CollectionName,
  COLLECTIONS,
  GONE,
  type Item,
  REFERENCE_NAMES,
  REFERENCES,
  type Step,
} from './random-step';

/** An id that no record has. */
const NOTHING = '01980000-0000-7000-8000-000000000000';

type References = Readonly<Partial<Record<string, string | null>>>;

/** A request with the ids of real records. */
export interface Asked extends Pick<Step, 'op' | 'collection' | 'batch' | 'refused'> {
  readonly items: readonly { readonly id: string; readonly title: Item['title']; readonly references: References }[];
}

interface Task {
  readonly title: string;
  readonly references: References;
}

type Outcome = 'done' | 'refused' | 'aborted';

export interface Seen {
  readonly outcome: Outcome;
  /** In their order. */
  readonly before: readonly string[];
  /** In order for each record. */
  readonly after: readonly string[];
}

export class HookModel {
  private readonly known: Record<CollectionName, string[]> = { people: [], tasks: [] };
  private readonly records: Record<CollectionName, Map<string, Task>> = { people: new Map(), tasks: new Map() };
  private after: string[] = [];

  /** Puts ids in the places of picks. */
  ask({ items, ...step }: Step): Asked {
    const asked = items.map(({ pick, title, references }) => {
      const picked = REFERENCE_NAMES.filter((name) => references[name] !== undefined).map((name) => {
        const target = references[name]!;
        return [name, target === null ? null : this.find(REFERENCES[name].collection, target)];
      });
      const id = this.find(step.collection, pick) ?? NOTHING;
      return { id, title, references: Object.fromEntries(picked) as References };
    });
    const named = step.batch ? asked : asked.slice(0, 1);
    return {
      ...step,
      items: step.op === 'delete' ? [...new Map(named.map((item) => [item.id, item])).values()] : named,
    };
  }

  /** `made`: the ids of the records that the server made. */
  perform(asked: Asked, made: readonly string[]): Seen {
    this.after = [];
    const { op, collection, items, refused } = asked;
    const isAborted = refused !== null && refused < items.length;
    const called = isAborted ? items.slice(0, refused + 1) : items;
    const before = called.map(({ id }) =>
      op === 'create' ? `before create ${collection}` : `before ${op} ${collection} ${id}`,
    );
    if (isAborted) return { outcome: 'aborted', before, after: [] };
    if (!this[op](asked, made)) return { outcome: 'refused', before, after: [] };
    return { outcome: 'done', before, after: inOrder(this.after) };
  }

  private create({ collection, items }: Asked, made: readonly string[]): boolean {
    if (!items.every((item) => this.isValid(item))) return false;
    for (const [index, { title, references }] of items.entries()) {
      const id = made[index] ?? 'not made';
      this.known[collection].push(id);
      this.put(collection, id, { title: String(title), references });
    }
    return true;
  }

  private update({ collection, items }: Asked): boolean {
    if (!items.every((item) => this.records[collection].has(item.id) && this.isValid(item))) return false;
    for (const { id, title, references } of items) {
      const old = this.records[collection].get(id)!;
      this.put(collection, id, { title: String(title), references: { ...old.references, ...references } });
    }
    return true;
  }

  private delete({ collection, items }: Asked): boolean {
    const named = items.map(({ id }) => id);
    if (!named.every((id) => this.records[collection].has(id))) return false;
    const doomed = this.doomed(named);
    const stay = [...this.records.tasks].filter(([id]) => !doomed.has(id));
    const isDoomed = (name: string, { references }: Task): boolean => doomed.has(references[name] ?? '');
    if (stay.some(([, task]) => isDoomed('auditor', task))) return false;
    for (const [id, task] of stay) {
      if (isDoomed('reviewer', task))
        this.put('tasks', id, { ...task, references: { ...task.references, reviewer: null } }, true);
    }
    for (const name of COLLECTIONS) {
      for (const id of doomed) if (this.records[name].has(id)) this.remove(name, id, !named.includes(id));
    }
    return true;
  }

  /** The named records and all that a cascade deletes with them. */
  private doomed(named: readonly string[]): ReadonlySet<string> {
    const doomed = new Set(named);
    // What is added meanwhile has its turn as well.
    for (const gone of doomed) {
      for (const [id, { references }] of this.records.tasks) {
        if (references['owner'] === gone || references['parent'] === gone) doomed.add(id);
      }
    }
    return doomed;
  }

  private put(collection: CollectionName, id: string, task: Task, byCascade = false): void {
    const old = this.records[collection].get(id);
    this.records[collection].set(id, task);
    const change =
      old === undefined
        ? `create ${collection} ${id} ${task.title}`
        : `update ${collection} ${id} ${old.title} to ${task.title}`;
    this.after.push(`after ${change}${byCascade ? ' by cascade' : ''}`);
  }

  private remove(collection: CollectionName, id: string, byCascade: boolean): void {
    const { title } = this.records[collection].get(id)!;
    this.records[collection].delete(id);
    this.after.push(`after delete ${collection} ${id} ${title}${byCascade ? ' by cascade' : ''}`);
  }

  private isValid({ title, references }: Asked['items'][number]): boolean {
    return (
      title !== 7 &&
      REFERENCE_NAMES.every((name) => {
        const target = references[name] ?? null;
        return target === null || this.records[REFERENCES[name].collection].has(target);
      })
    );
  }

  /** null: there is none. */
  private find(collection: CollectionName, pick: number): string | null {
    const records = this.records[collection];
    if (pick === GONE) return this.known[collection].find((id) => !records.has(id)) ?? NOTHING;
    return [...records.keys()][pick % records.size] ?? null;
  }
}

/** By record; what happened to one record stays in its order. */
export function inOrder(after: readonly string[]): readonly string[] {
  const id = (event: string): string => event.split(' ')[3]!;
  return after.toSorted((one, other) => (id(one) < id(other) ? -1 : Number(id(one) > id(other))));
}
