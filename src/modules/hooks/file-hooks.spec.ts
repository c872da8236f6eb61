import { HookBus } from '#domain/hooks/hook-bus';
import { type FileHook, fileHook } from './file-hook';
import { FileHooks } from './file-hooks';

const EVENT = 'on_record_before_create';
const hook = (options: object = {}): FileHook => fileHook(EVENT, options, () => undefined);

let bus: HookBus;
let files: FileHooks;

beforeEach(() => {
  bus = new HookBus();
  files = new FileHooks(bus);
});

const order = (): readonly string[] => bus.matching(EVENT, { collection: 'posts' }).map(({ id }) => id);

test('hooks are named by their file and come in order of the names, whatever changed last', () => {
  files.set(new Map([['b.ts', [hook(), hook()]]]));
  files.set(new Map([['a.ts', [hook()]]]));
  expect(order()).toEqual(['a.ts#1', 'b.ts#1', 'b.ts#2']);
  files.set(new Map([['a.ts', [hook(), hook()]]]));
  expect(order()).toEqual(['a.ts#1', 'a.ts#2', 'b.ts#1', 'b.ts#2']);
  expect(bus.list().map(({ source }) => source)).toEqual(['a.ts', 'a.ts', 'b.ts', 'b.ts']);
});

test('a file that changes loses what it does not register any more, a file that goes takes all with it', () => {
  files.set(
    new Map([
      ['a.ts', [hook(), hook({ collection: 'posts' })]],
      ['b.ts', [hook({ priority: 1 })]],
    ]),
  );
  expect(order()).toEqual(['b.ts#1', 'a.ts#1', 'a.ts#2']);
  files.set(new Map([['a.ts', [hook({ collection: 'others' })]]]));
  expect(order()).toEqual(['b.ts#1']);
  files.set(new Map([['b.ts', null]]));
  expect(order()).toEqual([]);
  expect(bus.list().map(({ id }) => id)).toEqual(['a.ts#1']);
});

test('hooks of others stay as they are', () => {
  const id = bus.register(EVENT, () => undefined);
  files.set(new Map([['a.ts', [hook()]]]));
  files.set(new Map([['a.ts', null]]));
  expect(order()).toEqual([id]);
});
