/** Random requests as plain data: what is asked of which records, and which of them a hook refuses. */
import fc from 'fast-check';

export const COLLECTIONS = ['people', 'tasks'] as const;
export type CollectionName = (typeof COLLECTIONS)[number];

/** The fields of tasks that refer to others: where to, and what becomes of the task when its target goes. */
export const REFERENCES = {
  owner: { collection: 'people', onDelete: 'cascade' },
  parent: { collection: 'tasks', onDelete: 'cascade' },
  reviewer: { collection: 'people', onDelete: 'set_null' },
  auditor: { collection: 'people', onDelete: 'restrict' },
} as const;
export type ReferenceName = keyof typeof REFERENCES;
export const REFERENCE_NAMES = Object.keys(REFERENCES) as ReferenceName[];

/** Which of the existing records; GONE: one that does not exist any more, or never did. */
type Pick = number;
export const GONE = -1;

export interface Item {
  readonly pick: Pick;
  /** 7: no title that the field takes. */
  readonly title: string | 7;
  readonly references: { readonly [name in ReferenceName]?: Pick | null };
}

export interface Step {
  readonly op: 'create' | 'update' | 'delete';
  readonly collection: CollectionName;
  readonly batch: boolean;
  /** One of them where it is no batch. */
  readonly items: readonly Item[];
  /** Which record a hook refuses, counted from 0; null: none. */
  readonly refused: number | null;
}

const MAX_ITEMS = 3;
const MAX_STEPS = 5;
const title = fc.oneof(
  { weight: 30, arbitrary: fc.constantFrom<Item['title']>('a', 'b', 'c') },
  { weight: 1, arbitrary: fc.constant<Item['title']>(7) },
);
const pick = fc.oneof({ weight: 20, arbitrary: fc.nat(5) }, { weight: 1, arbitrary: fc.constant(GONE) });
const reference = fc.option(pick, { freq: 5 });
const references = {
  tasks: fc.record(
    { owner: reference, parent: reference, reviewer: reference, auditor: reference },
    { requiredKeys: [] as [] },
  ),
  people: fc.constant({}),
};

function stepOn(collection: CollectionName, op: fc.Arbitrary<Step['op']>): fc.Arbitrary<Step> {
  return fc.record({
    op,
    collection: fc.constant(collection),
    batch: fc.boolean(),
    items: fc.array(fc.record({ pick, title, references: references[collection] }), {
      minLength: 1,
      maxLength: MAX_ITEMS,
    }),
    refused: fc.oneof({ weight: 5, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: fc.nat(MAX_ITEMS - 1) }),
  });
}

const create = fc.constant<Step['op']>('create');
const any = fc.constantFrom<Step['op']>('create', 'update', 'update', 'delete');
const randomStep = fc.constantFrom<CollectionName>('people', 'tasks').chain((collection) => stepOn(collection, any));

/** Begins with what the later steps can change. */
export const randomSequence: fc.Arbitrary<readonly Step[]> = fc
  .tuple(
    stepOn('people', create),
    stepOn('tasks', create),
    fc.array(randomStep, { minLength: 1, maxLength: MAX_STEPS }),
  )
  .map(([people, tasks, rest]) => [people, tasks, ...rest]);
