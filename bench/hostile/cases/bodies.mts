/** Bodies that cost more than they weigh, and bodies that never end. */
import { gzipSync } from 'node:zlib';
import { type Case, tokensOf } from '../case.mts';
import { type Sent, stranger } from '../sent.mts';

const MEGABYTE = 1_000_000;
const LARGEST_BODY = 10 * MEGABYTE;
const LARGEST_OF_STRANGERS = 65_000;
const LARGEST_NUMBER_OF_VALUES = 99_000;
const CLIENTS = 20;
const CONNECTIONS = 100;
const MEMBERS = 4;
const HELD_MS = 120_000;
/** Before a connection that was closed is made anew. */
const AGAIN_MS = 500;
const PATHS = ['/records/anything', '/auth/login'];
const POST = { method: 'POST' };

export const GZIP: Case = {
  name: '1a-gzip',
  title: '10 KB that unfold to 10 MB, of strangers',
  prepare: () => Promise.resolve({}),
  attack(_, clients) {
    const body = gzipSync('['.repeat(LARGEST_BODY));
    clients.repeat(CLIENTS, (client) => {
      const headers = { ...stranger(client), 'content-encoding': 'gzip' };
      return clients.status({ ...POST, path: PATHS[client % 2]!, headers, body });
    });
  },
};

export const HALF_SENT: Case<readonly string[]> = {
  name: '1b-half-sent',
  title: '100 bodies, half of each sent',
  prepare: (place) => tokensOf(place, MEMBERS),
  attack(tokens, clients) {
    const half = (bytes: number): Pick<Sent, 'headers' | 'body'> => ({
      headers: { 'content-length': bytes },
      body: 'x'.repeat(bytes / 2),
    });
    const ofMembers = half(MEGABYTE);
    const ofStrangers = half(LARGEST_OF_STRANGERS);
    const gzipped = { ...ofMembers, headers: { ...ofMembers.headers, 'content-encoding': 'gzip' } };
    const work = (client: number): Promise<string> => {
      const headers = stranger(client);
      const kinds = [
        { ...POST, path: '/records/anything', token: tokens[client % tokens.length], ...ofMembers },
        { ...POST, path: '/auth/login', ...ofStrangers, headers: { ...ofStrangers.headers, ...headers } },
        { ...POST, path: '/auth/login', ...gzipped, headers: { ...gzipped.headers, ...headers } },
      ];
      return clients.hold(kinds[client % kinds.length]!, HELD_MS);
    };
    clients.repeat(CONNECTIONS, work, AGAIN_MS);
  },
};

/** A text that is repeated until the body has so many bytes. */
const filled = (piece: string, bytes: number): string => piece.repeat(Math.floor(bytes / piece.length));

export const JSON_AT_THE_LIMITS: Case<readonly string[]> = {
  name: '1c-json',
  title: 'Deep and long JSON at the limits',
  prepare: (place) => tokensOf(place, MEMBERS),
  attack(tokens, clients) {
    const ofMembers = [
      filled('[', LARGEST_BODY),
      filled('{"a":', LARGEST_BODY),
      `{"a":"${filled(String.raw`\u0041`, LARGEST_BODY - MEGABYTE)}"}`,
      `{"a":[${Array.from({ length: LARGEST_NUMBER_OF_VALUES / 2 }, (_, index) => `{"key_${index}":1}`).join()}]}`,
      `{${Array.from({ length: LARGEST_NUMBER_OF_VALUES }, (_, index) => `"${index}${'k'.repeat(90)}":1`).join()}}`,
    ].map((body) => Buffer.from(body));
    const ofStrangers = [filled('[', LARGEST_OF_STRANGERS), `[${filled('0,', LARGEST_OF_STRANGERS - 4)}0]`];
    clients.repeat(CLIENTS, (client, turn) => {
      if (client % 2 === 0) {
        const body = ofMembers[(client / 2 + turn) % ofMembers.length];
        return clients.status({ ...POST, path: PATHS[0]!, token: tokens[client % tokens.length], body });
      }
      return clients.status({
        ...POST,
        path: PATHS[turn % 2]!,
        headers: stranger(client),
        body: ofStrangers[turn % 2],
      });
    });
  },
};
