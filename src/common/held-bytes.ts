import { DomainError } from '#domain/kernel/errors';

/** The part of what may be held that clients who hold much can fill. */
const FOR_LARGE = 3 / 4;
/** The part that strangers can fill together with all others. */
const FOR_STRANGERS = 7 / 8;
/** A client that holds at most so much of its part holds little. */
const LITTLE = 1 / 16;

/**
 * Bytes of requests that have come and are not answered, of all clients together, of one, of one account and of all strangers.
 * The last of the total is for clients who hold little, so that those who hold much shut nobody out.
 */
export interface HeldLimits {
  readonly total: number;
  readonly perClient: number;
  readonly perAccount: number;
  readonly strangers: number;
}

/** Who sends requests. `account`: whose data they are about; null: not known yet. `isStranger`: known by its address only. */
export interface Client {
  readonly name: string;
  readonly account: string | null;
  readonly isStranger: boolean;
}

/** What is held for one client or one account while requests of it are not over. */
interface Part {
  readonly name: string;
  requests: number;
  bytes: number;
}

/** Whose bytes one request counts for. */
export interface Holder {
  readonly client: Part;
  readonly account: Part | null;
  readonly isStranger: boolean;
}

/** Counts the bytes of requests that are not answered yet, and refuses what goes beyond its limits. */
export class HeldBytes {
  private total = 0;
  private byStrangers = 0;
  private readonly clients = new Map<string, Part>();
  private readonly accounts = new Map<string, Part>();

  constructor(private readonly limits: HeldLimits) {}

  /** To be given back with `release`. */
  holderFor({ name, account, isStranger }: Client): Holder {
    const part = account === null ? null : partOf(this.accounts, account);
    return { client: partOf(this.clients, name), account: part, isStranger };
  }

  /** null: there was room for so many bytes more, and they count from now on. */
  hold(holder: Holder, bytes: number): DomainError | null {
    const { client, account, isStranger } = holder;
    const { total, perClient, perAccount, strangers } = this.limits;
    const own = client.bytes + bytes;
    if (own > perClient || (account !== null && account.bytes + bytes > perAccount)) return clientBusy();
    if (this.total + bytes > total * shareFor(holder, own > perClient * LITTLE)) return serverBusy();
    if (isStranger && this.byStrangers + bytes > strangers) return serverBusy();
    this.count(holder, bytes);
    return null;
  }

  /** They count from now on, room or not. */
  count({ client, account, isStranger }: Holder, bytes: number): void {
    this.total += bytes;
    client.bytes += bytes;
    if (account !== null) account.bytes += bytes;
    if (isStranger) this.byStrangers += bytes;
  }

  /** The request is over, and what it held is free. */
  release(holder: Holder, bytes: number): void {
    this.count(holder, -bytes);
    forget(this.clients, holder.client);
    if (holder.account !== null) forget(this.accounts, holder.account);
  }
}

function partOf(parts: Map<string, Part>, name: string): Part {
  let part = parts.get(name);
  if (part === undefined) parts.set(name, (part = { name, requests: 0, bytes: 0 }));
  part.requests += 1;
  return part;
}

function forget(parts: Map<string, Part>, part: Part): void {
  part.requests -= 1;
  if (part.requests === 0) parts.delete(part.name);
}

function shareFor({ isStranger }: Holder, holdsMuch: boolean): number {
  if (holdsMuch) return FOR_LARGE;
  return isStranger ? FOR_STRANGERS : 1;
}

function clientBusy(): DomainError {
  const message = 'Too many of your requests are not answered yet. Try again when some are.';
  return new DomainError('RATE_LIMITED', 'rate_limited', message);
}

function serverBusy(): DomainError {
  return new DomainError(
    'UNAVAILABLE',
    'unavailable',
    'The service has more requests than it can hold. Try again soon.',
  );
}
