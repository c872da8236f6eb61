import { isIP } from 'node:net';
import type { Request } from 'express';

const WITH_PORT = /^(?:\[([^\]]+)\]|([^:]+)):\d+$/;

/**
 * The address that a request comes from: the peer's, or the one that a trusted proxy names in X-Forwarded-For (Express
 * walks that header from the right, as far as it trusts). Other headers are never believed: any client can write them.
 * What a proxy says must be an address, with or without a port. null: the connection is gone.
 */
export function clientAddress(request: Request): string | null {
  const peer = request.socket.remoteAddress ?? null;
  if (request.headers['x-forwarded-for'] === undefined) return peer;
  const told = request.ip ?? '';
  if (isIP(told) !== 0) return told;
  const withPort = WITH_PORT.exec(told);
  const address = withPort?.[1] ?? withPort?.[2] ?? '';
  return isIP(address) === 0 ? peer : address;
}
