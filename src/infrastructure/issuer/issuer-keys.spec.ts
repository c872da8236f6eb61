import { Logger } from '@nestjs/common';
import { exportJWK, generateKeyPair, type JSONWebKeySet, type JWK } from 'jose';
import { IssuerKeys } from './issuer-keys';

const LIVE_MS = 60_000;
const PAUSE_MS = 10_000;

let now: number;
let published: JWK[];
let asked: number;
let answer: () => Promise<JSONWebKeySet>;
let keys: IssuerKeys;

async function newKey(kid: string): Promise<JWK> {
  const { publicKey } = await generateKeyPair('ES256', { extractable: true });
  return { ...(await exportJWK(publicKey)), kid, alg: 'ES256' };
}

const find = (kid: string): Promise<unknown> => keys.find({ alg: 'ES256', kid });
const down = (): Promise<never> => Promise.reject(new Error('down'));
const UNAVAILABLE = { code: 'AUTH_ISSUER_UNAVAILABLE', kind: 'unauthenticated' };
const UNKNOWN = { code: 'ERR_JWKS_NO_MATCHING_KEY' };

beforeAll(() => {
  Logger.overrideLogger(false);
  jest.spyOn(performance, 'now').mockImplementation(() => now);
});
afterAll(() => jest.restoreAllMocks());
beforeEach(async () => {
  now = 0;
  published = [await newKey('one')];
  asked = 0;
  answer = () => Promise.resolve({ keys: published });
  keys = new IssuerKeys(
    () => {
      asked += 1;
      return answer();
    },
    { liveMs: LIVE_MS, pauseMs: PAUSE_MS },
  );
});

test('keys are asked for once, however many wait for them', async () => {
  const found = await Promise.all(Array.from({ length: 50 }, () => find('one')));
  expect(new Set(found).size).toBe(1);
  await find('one');
  expect(asked).toBe(1);
});

test('F-1: unknown keys make one question per pause, and a new key is found after it', async () => {
  await find('one');
  for (const kid of ['two', 'three', '__proto__']) await expect(find(kid)).rejects.toMatchObject(UNKNOWN);
  expect(asked).toBe(1);

  published = [...published, await newKey('two')];
  now += PAUSE_MS;
  expect(await Promise.all([find('two'), find('two'), find('one')])).toHaveLength(3);
  await expect(find('three')).rejects.toMatchObject(UNKNOWN);
  expect(asked).toBe(2);
});

test('F-1: failures make one question per pause too, also before there were any keys', async () => {
  answer = down;
  for (let tries = 0; tries < 20; tries += 1) await expect(find('one')).rejects.toMatchObject(UNAVAILABLE);
  expect(asked).toBe(1);
  answer = () => Promise.resolve({ keys: published });
  now += PAUSE_MS;
  await find('one');
  expect(asked).toBe(2);
});

test('a key is trusted no longer than its set lives, not even when the issuer is down', async () => {
  await find('one');
  answer = down;
  await find('one');
  now += LIVE_MS;
  await expect(find('one')).rejects.toMatchObject(UNAVAILABLE);
  expect(asked).toBe(2);
});

test('a key that was taken back is unknown once the set was read again', async () => {
  await find('one');
  published = [await newKey('two')];
  now += LIVE_MS;
  await expect(find('one')).rejects.toMatchObject(UNKNOWN);
  await find('two');
  expect(asked).toBe(2);
});

test('while new keys are waited for, known ones are not kept waiting', async () => {
  await find('one');
  now += PAUSE_MS;
  let release = (): void => {};
  answer = () => new Promise((resolve) => (release = () => resolve({ keys: published })));
  const waiting = find('two');
  await find('one');
  release();
  await expect(waiting).rejects.toMatchObject(UNKNOWN);
});

test.each([
  ['no key set', {}],
  ['no list', { keys: 'x' }],
  ['keys that are no objects', { keys: [1, null] }],
])('what is %s counts as a failure', async (_what, sent) => {
  answer = () => Promise.resolve(sent as JSONWebKeySet);
  await expect(find('one')).rejects.toMatchObject(UNAVAILABLE);
});
