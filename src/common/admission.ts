import type { DomainError } from '#domain/kernel/errors';
import { FairQueue, type Ticket } from '#domain/kernel/fair-queue';
import type { Client, HeldBytes, Holder } from './held-bytes';

/** What a request occupies at least, whatever it sends. */
export const LEAST_BYTES = 16_384;

/** Requests that are larger take long. All together they leave room for small ones. */
const LARGE_BYTES = 4 * LEAST_BYTES;
/** The part of what may be worked on that large requests can fill. */
const FOR_LARGE = 3 / 4;
/** How much more may be worked on where an account has nothing else inside: it does not wait for others' slow requests. */
const FOR_FIRST = 2;

/**
 * Bytes of requests that are being worked on, of all clients together, of one, of one account and of all strangers. A request
 * that is larger than what one client may have counts as just that. Of what an account has its strangers have half.
 */
export interface WorkingLimits {
  readonly total: number;
  readonly perClient: number;
  readonly perAccount: number;
  readonly strangers: number;
}

/** What is worked on for one client. */
class Share {
  /** Requests that have come and are not over. */
  turns = 0;
  working = 0;

  constructor(
    readonly name: string,
    readonly isStranger: boolean,
  ) {}
}

/** What is worked on for one account. */
class AccountShare {
  turns = 0;
  working = 0;
  workingForStrangers = 0;

  constructor(readonly id: string) {}
}

/**
 * Lets as many requests in at a time as may be worked on; the others wait, clients in turn, each client's own in order of
 * arrival. As no client may have everything, one that sends more than the server can do makes itself wait, not the others.
 */
export class Admission {
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
    const { total, perClient, perAccount, strangers } = this.limits;
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

  /**
   * `held`: what all requests hold, which several admissions can share. `later` defers: a request that is let in may leave at
   * once, and would otherwise let the next one in on top of itself.
   */
  constructor(
    private readonly limits: WorkingLimits,
    readonly held: HeldBytes,
    private readonly later: (task: () => void) => void = setImmediate,
  ) {}

  /** To be given back with `forget`. */
  shareOf({ name, isStranger }: Client): Share {
    let share = this.shares.get(name);
    if (share === undefined) this.shares.set(name, (share = new Share(name, isStranger)));
    share.turns += 1;
    return share;
  }

  /** Likewise. */
  accountOf({ account: id }: Client): AccountShare | null {
    if (id === null) return null;
    let account = this.accounts.get(id);
    if (account === undefined) this.accounts.set(id, (account = new AccountShare(id)));
    account.turns += 1;
    return account;
  }

  forget({ share, account }: Turn): void {
    share.turns -= 1;
    if (share.turns === 0) this.shares.delete(share.name);
    if (account === null) return;
    account.turns -= 1;
    if (account.turns === 0) this.accounts.delete(account.id);
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
    const bytes = Math.min(turn.bytes, this.limits.perClient);
    turn.occupied = bytes;
    this.countWorking(turn, bytes);
  }
}

/** One request: what it holds from its arrival to its end, and its place inside or in the queue before it. */
export class Turn {
  readonly share: Share;
  readonly account: AccountShare | null;
  private readonly holder: Holder;
  bytes = 0;
  /** What it counts for among those that are worked on; 0: it is outside. */
  occupied = 0;
  ticket: Ticket<Turn> | undefined;
  private isOver = false;
  private refusal: DomainError | null = null;
  private onBegin: (() => void) | undefined;

  /** `bytes`: those that have come of the request. */
  constructor(
    private readonly admission: Admission,
    client: Client,
    bytes = 0,
  ) {
    this.share = admission.shareOf(client);
    this.account = admission.accountOf(client);
    this.holder = admission.held.holderFor(client);
    this.take(Math.max(LEAST_BYTES, bytes));
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
    this.admission.held.count(this.holder, bytes - this.bytes);
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
    this.admission.held.release(this.holder, this.bytes);
    this.admission.forget(this);
    this.bytes = 0;
  }

  private take(bytes: number): void {
    this.refusal ??= this.admission.held.hold(this.holder, bytes);
    if (this.refusal === null) this.bytes += bytes;
  }
}
