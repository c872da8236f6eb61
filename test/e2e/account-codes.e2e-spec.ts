/** Account codes are drawn at random, so two accounts may draw the same one: the draws are made here. */
import { newAccountCode } from '#domain/accounts/account-code';
import { createWorld, type World } from '../support/world';

jest.mock('#domain/accounts/account-code', () => {
  const actual = jest.requireActual<typeof import('#domain/accounts/account-code')>('#domain/accounts/account-code');
  return { ...actual, newAccountCode: jest.fn(actual.newAccountCode) };
});

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world?.close());

test('T-1: a code that is taken is drawn again', async () => {
  const draw = jest.mocked(newAccountCode);
  for (const code of ['QQ0001', 'QQ0001', 'QQ0001', 'QQ0002']) draw.mockReturnValueOnce(code);
  draw.mockClear();
  expect((await world.register('first')).accountCode).toBe('QQ0001');
  expect((await world.register('second')).accountCode).toBe('QQ0002');
  expect(draw).toHaveBeenCalledTimes(4);
});
