import { EventEmitter } from 'node:events';
import type { Request, Response } from 'express';
import { AppConfig } from '../config/app-config';
import { admissionMiddleware } from './admission.middleware';

const PLACES_OF_ONE = 24;
const CROWD = 20_000;

test('a crowd of requests that are answered at once does not pile up on the stack', async () => {
  const admit = admissionMiddleware(new AppConfig());
  const write = {
    method: 'POST',
    path: '/api/v1/records/things',
    headers: { 'x-api-key': 'one' },
  } as unknown as Request;
  const send = (start: (response: Response) => void): Response => {
    const response = new EventEmitter() as Response;
    admit(write, response, () => start(response));
    return response;
  };
  const working = Array.from({ length: PLACES_OF_ONE }, () => send(() => undefined));
  let answered = 0;
  const everybody = Promise.withResolvers<void>();
  const answer = (response: Response): void => {
    answered += 1;
    if (answered === CROWD) everybody.resolve();
    response.emit('close');
  };
  for (let index = 0; index < CROWD; index += 1) send(answer);
  expect(answered).toBe(0);
  working[0]!.emit('close');
  await everybody.promise;
});
