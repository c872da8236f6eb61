import express, { type Request } from 'express';
import { AppConfig } from '../config/app-config';
import { clientAddress } from './client-address';
import { trustProxy } from './trust-proxy';

function addressOf(peer: string, forwardedFor: string | undefined, trustedProxies: string[]): string | null {
  const app = express();
  app.set('trust proxy', trustProxy(Object.assign(new AppConfig(), { trustedProxies }).trustedProxies));
  const request = Object.create(app.request) as Request;
  const headers = {
    'cf-connecting-ip': '192.0.2.66',
    'x-real-ip': '192.0.2.66',
    forwarded: 'for=192.0.2.66',
    ...(forwardedFor === undefined ? {} : { 'x-forwarded-for': forwardedFor }),
  };
  Object.assign(request, { app, headers, socket: { remoteAddress: peer } });
  return clientAddress(request);
}

const PROXY = '10.0.0.1';
const CLIENT = '203.0.113.7';
const STRANGER = '198.51.100.1';

test.each([
  ['nobody forwarded it', CLIENT, undefined, [PROXY], CLIENT],
  ['N-1: an untrusted peer says so', STRANGER, CLIENT, [PROXY], STRANGER],
  ['a trusted proxy says so', PROXY, CLIENT, [PROXY], CLIENT],
  ['a proxy of a trusted range says so', PROXY, CLIENT, ['10.0.0.0/8'], CLIENT],
  ['a proxy says so in IPv6', '::ffff:10.0.0.1', '2001:db8::7', [PROXY], '2001:db8::7'],
  ['N-1: the client wrote an entry before the proxy’s', PROXY, `192.0.2.66, ${CLIENT}`, [PROXY], CLIENT],
  ['two trusted proxies', PROXY, `192.0.2.66, ${CLIENT}, 10.0.0.2`, ['10.0.0.0/8'], CLIENT],
  ['everybody is trusted: still only the peer', PROXY, `192.0.2.66, ${CLIENT}`, ['*'], CLIENT],
  ['nobody is trusted', PROXY, CLIENT, [], PROXY],
  ['the proxy adds a port', PROXY, `${CLIENT}:4711`, [PROXY], CLIENT],
  ['the proxy adds a port to IPv6', PROXY, '[2001:db8::7]:4711', [PROXY], '2001:db8::7'],
  ['N-1: it is no address', PROXY, 'admin', [PROXY], PROXY],
  ['N-1: it is a host name with a port', PROXY, 'localhost:80', [PROXY], PROXY],
  ['N-1: it is empty', PROXY, '', [PROXY], PROXY],
  ['N-1: it is very long', PROXY, '1'.repeat(5000), [PROXY], PROXY],
])('D11: %s', (_what, peer, forwardedFor, trusted, expected) => {
  expect(addressOf(peer, forwardedFor, trusted)).toBe(expected);
});
