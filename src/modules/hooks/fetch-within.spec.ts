/** The one bound of a hook's requests that no end-to-end test waits for. */
import { HookTime } from '#application/kernel/hooks/hook-time';
import { fetchWithin } from './fetch-within';

test('a request is given up after ten seconds', async () => {
  const timeout = jest.spyOn(AbortSignal, 'timeout').mockReturnValue(AbortSignal.abort(new Error('too long')));
  await expect(fetchWithin(new HookTime(), 'http://127.0.0.1:9')).rejects.toThrow('too long');
  expect(timeout).toHaveBeenCalledWith(10_000);
});
