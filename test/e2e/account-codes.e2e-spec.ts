/** Account codes are drawn at random, so two accounts may draw the same one: the draws are made here. */
import * as accountCode from '#domain/accounts/account-code';
import { createWorld, type World } from '../support/world';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world?.close());

test('T-1: a code that is taken is drawn again', async () => {
  const draw = jest.spyOn(accountCode, 'newAccountCode');
  for (const code of ['QQ0001', 'QQ0001', 'QQ0001', 'QQ0002']) draw.mockReturnValueOnce(code);
  expect((await world.register('first')).accountCode).toBe('QQ0001');
  expect((await world.register('second')).accountCode).toBe('QQ0002');
  expect(draw).toHaveBeenCalledTimes(4);
});
