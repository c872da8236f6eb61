import { DomainError } from '#domain/kernel/errors';
import { FairQueue, type Ticket } from '#domain/kernel/fair-queue';

/** What a request occupies at least, whatever it sends. */
export const LEAST_BYTES = 16_384;

/** Requests that are larger take long. All together they leave room for small ones. */
const LARGE_BYTES = 4 * LEAST_BYTES;
/** The part of what may be worked on that large requests can fill, and of what may be held that clients who hold much can. */
const FOR_LARGE = 3 / 4;
/** The part of what may be held that strangers can fill together with all others. */
const FOR_STRANGERS = 7 / 8;
/** How much more may be worked on where an account has nothing else inside: it does not wait for others' slow requests. */
const FOR_FIRST = 2;
/** A client that holds at most so much of its part holds little. */
const LITTLE = 1 / 16;

/** Bytes of requests, of all clients together and of one. */
export interface ByteLimits {
  readonly total: number;
  readonly perClient: number;
}

export interface AdmissionLimits {
  /**
   * For requests that are being worked on. A request that is larger than what one client may have counts as just that. Of what an
   * account has its strangers have half, and strangers of all accounts have a limit together.
   */
  readonly working: ByteLimits & { readonly perAccount: number; readonly strangers: number };
  /**
   * For requests that have come and are not answered, those being worked on included. Strangers have a limit together. The
   * last of the total is for clients who hold little, so that those who hold much shut nobody out.
   */
  readonly held: ByteLimits & { readonly perAccount: number; readonly strangers: number };
}

/** Who sends requests. `account`: whose data they are about; null: not known yet. `isStranger`: known by its address only. */
export interface Client {
  readonly name: string;
  readonly account: string | null;
  readonly isStranger: boolean;
}

/** One client's part of what is held and worked on. */
class Share {
  held = 0;
  working = 0;

  constructor(
    readonly name: string,
    readonly isStranger: boolean,
  ) {}
}

/** What is held and worked on for one account. */
class AccountShare {
  /** Requests that have come and are not over. */
  turns = 0;
  held = 0;
  working = 0;
  workingForStrangers = 0;

  constructor(readonly id: string) {}
}

/**
 * Counts the bytes of requests that are not answered yet, and refuses what goes beyond its limits. Of those that it holds it lets
 * as many in at a time as may be worked on; the others wait, clients in turn, each client's own in order of arrival. As no
 * client may have everything, one that sends more than the server can do makes itself wait, not the others.
 */
export class Admission {
  private held = 0;
  private heldByStrangers = 0;
  private working = 0;
  private workingForStrangers = 0;
  private workingLarge = 0;
  /** A client without requests has no entry. */
  private readonly shares = new Map<string, Share>();
  /** Nor has an account. */
  private readonly accounts = new Map<string, AccountShare>();
  private readonly waiting = new FairQueue<Turn>();
  private isLettingIn = false;
  private readonly mayWork = (_: string, { share, account, bytes }: Turn): boolean => {
    const { total, perClient, perAccount, strangers } = this.limits.working;
    const isFirst = !share.isStranger && account !== null && account.working === 0;
    if (this.working >= (isFirst ? total * FOR_FIRST : total) || share.working >= perClient) return false;
    if (bytes > LARGE_BYTES && this.workingLarge + Math.min(bytes, perClient) > total * FOR_LARGE) return false;
    if (account !== null && account.working >= perAccount) return false;
    if (!share.isStranger) return true;
    return this.workingForStrangers < strangers && (account === null || account.workingForStrangers < perAccount / 2);
  };
  private readonly letIn = (): void => {
    this.isLettingIn = false;
    for (let next = this.take(); next !== undefined; next = this.take()) next.begin();
  };

  /** `later` defers: a request that is let in may leave at once, and would otherwise let the next one in on top of itself. */
  constructor(
    private readonly limits: AdmissionLimits,
    private readonly later: (task: () => void) => void = setImmediate,
  ) {}

  shareOf(client: Client): Share {
    return this.shares.get(client.name) ?? new Share(client.name, client.isStranger);
  }

  /** To be given back with `forget`. */
  accountOf({ account: id }: Client): AccountShare | null {
    if (id === null) return null;
    let account = this.accounts.get(id);
    if (account === undefined) this.accounts.set(id, (account = new AccountShare(id)));
    account.turns += 1;
    return account;
  }

  forget(account: AccountShare): void {
    account.turns -= 1;
    if (account.turns === 0) this.accounts.delete(account.id);
  }

  /** null: there was room for so many bytes more, and they count from now on. */
  hold(turn: Turn, bytes: number): DomainError | null {
    const { share, account } = turn;
    const { total, perClient, perAccount, strangers } = this.limits.held;
    const own = share.held + bytes;
    if (own > perClient || (account !== null && account.held + bytes > perAccount)) return clientBusy();
    if (this.held + bytes > total * partFor(share, own > perClient * LITTLE)) return serverBusy();
    if (share.isStranger && this.heldByStrangers + bytes > strangers) return serverBusy();
    this.count(turn, bytes);
    return null;
  }

  /** They count from now on, room or not. */
  count({ share, account }: Turn, bytes: number): void {
    if (share.held === 0) this.shares.set(share.name, share);
    this.held += bytes;
    share.held += bytes;
    if (account !== null) account.held += bytes;
    if (share.isStranger) this.heldByStrangers += bytes;
  }

  release(turn: Turn): void {
    const { share } = turn;
    this.count(turn, -turn.bytes);
    if (share.held === 0) this.shares.delete(share.name);
  }

  /** Begins the turn, now or later. */
  enter(turn: Turn): void {
    const { name } = turn.share;
    const comesLater = this.isLettingIn || (this.waiting.size > 0 && this.waiting.has(name));
    if (comesLater || !this.mayWork(name, turn)) {
      turn.ticket = this.waiting.add(name, turn);
      return;
    }
    this.occupy(turn);
    turn.begin();
  }

  withdraw(ticket: Ticket<Turn>): void {
    this.waiting.withdraw(ticket);
  }

  leave(turn: Turn): void {
    this.countWorking(turn, -turn.occupied);
    if (this.isLettingIn || this.waiting.size === 0) return;
    this.isLettingIn = true;
    this.later(this.letIn);
  }

  private countWorking({ share, account, occupied }: Turn, bytes: number): void {
    this.working += bytes;
    if (occupied > LARGE_BYTES) this.workingLarge += bytes;
    share.working += bytes;
    if (account !== null) account.working += bytes;
    if (!share.isStranger) return;
    this.workingForStrangers += bytes;
    if (account !== null) account.workingForStrangers += bytes;
  }

  private take(): Turn | undefined {
    const turn = this.waiting.take(this.mayWork);
    if (turn === undefined) return undefined;
    turn.ticket = undefined;
    this.occupy(turn);
    return turn;
  }

  private occupy(turn: Turn): void {
    const bytes = Math.min(turn.bytes, this.limits.working.perClient);
    turn.occupied = bytes;
    this.countWorking(turn, bytes);
  }
}

/** One request: what it holds from its arrival to its end, and its place inside or in the queue before it. */
export class Turn {
  readonly share: Share;
  readonly account: AccountShare | null;
  bytes = 0;
  /** What it counts for among those that are worked on; 0: it is outside. */
  occupied = 0;
  ticket: Ticket<Turn> | undefined;
  private isOver = false;
  private refusal: DomainError | null = null;
  private onBegin: (() => void) | undefined;

  constructor(
    private readonly admission: Admission,
    client: Client,
  ) {
    this.share = admission.shareOf(client);
    this.account = admission.accountOf(client);
    this.take(LEAST_BYTES);
  }

  get isRefused(): boolean {
    return this.refusal !== null;
  }

  /** Throws RATE_LIMITED (429) when the client holds too much already, UNAVAILABLE (503) when all clients together do. */
  check(): void {
    if (this.refusal !== null) throw this.refusal;
  }

  /** The request holds so many bytes in all, if it is not over. Throws as `check`. */
  grow(bytes: number): void {
    if (bytes > this.bytes && !this.isOver) this.take(bytes - this.bytes);
    this.check();
  }

  /** The request holds so many bytes in all, room or not: what is done must be answered. Those that come then are refused. */
  owe(bytes: number): void {
    if (bytes <= this.bytes || this.isOver) return;
    this.admission.count(this, bytes - this.bytes);
    this.bytes = bytes;
  }

  /** Begins when it may be worked on. */
  wait(onBegin: () => void): void {
    this.onBegin = onBegin;
    this.admission.enter(this);
  }

  begin(): void {
    this.onBegin!();
  }

  /** Gives its place up, inside or in the queue, when it is not needed any longer. */
  leave(): void {
    if (this.ticket !== undefined) this.admission.withdraw(this.ticket);
    else if (this.occupied > 0) this.admission.leave(this);
    this.ticket = undefined;
    this.occupied = 0;
  }

  /** The request is over. A second time does nothing. */
  end(): void {
    if (this.isOver) return;
    this.isOver = true;
    this.leave();
    if (this.bytes > 0) this.admission.release(this);
    if (this.account !== null) this.admission.forget(this.account);
    this.bytes = 0;
  }

  private take(bytes: number): void {
    this.refusal ??= this.admission.hold(this, bytes);
    if (this.refusal === null) this.bytes += bytes;
  }
}

function partFor({ isStranger }: Share, holdsMuch: boolean): number {
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
