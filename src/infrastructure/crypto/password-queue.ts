import type { PasswordWork } from '#application/ports/password-hasher';
import { FairQueue, type Ticket } from '#domain/kernel/fair-queue';
import { DomainError } from '#domain/kernel/errors';

/**
 * Of log-ins, and as many of everything else. Where one thread rests it makes 2.4 hashes a second; the two lines alternate, so
 * 30 of one are done within 25 seconds, however many wait in the other. Clients give up after 30.
 */
const MAX_WAITING = 30;
/** Of one owner: one alone has 20, three have eight or nine each, and four are left. */
const PLACES_PER_FREE_ONE = 2;
const RETRY_AFTER_SECONDS = 5;

export type PasswordResult = string | boolean;

export interface PasswordJob {
  readonly password: string;
  /** null: a hash is to be made; otherwise the password is to be compared with it. */
  readonly hash: string | null;
  readonly resolve: (result: PasswordResult) => void;
  readonly reject: (error: Error) => void;
}

/** A job without a thread. It leaves by itself when its client is gone. */
class Waiting {
  private ticket: Ticket<Waiting> | undefined;
  private readonly leave = (): void => {
    this.line.withdraw(this.ticket!);
    this.job.reject(clientGone());
  };

  constructor(
    private readonly line: FairQueue<Waiting>,
    readonly job: PasswordJob,
    private readonly work: PasswordWork,
  ) {}

  enter(): void {
    const { owner, gone } = this.work;
    this.ticket = this.line.add(owner ?? undefined, this);
    gone?.addEventListener('abort', this.leave, { once: true });
  }

  /** It was taken out of its line. */
  end(): void {
    this.work.gone?.removeEventListener('abort', this.leave);
  }
}

/**
 * Passwords that wait for a thread, log-ins in one line and everything else in another. While both have something they take
 * turns; within a line its owners do.
 */
export class PasswordQueue {
  private readonly lines = { login: new FairQueue<Waiting>(), other: new FairQueue<Waiting>() };
  private last: PasswordWork['kind'] = 'other';

  get size(): number {
    return this.lines.login.size + this.lines.other.size;
  }

  /** Throws AUTH_BUSY where nothing more can wait. Nobody has more than twice the places that are left, so some are. */
  refuseWhenFull({ kind, owner }: PasswordWork): void {
    if (owner === null) return;
    const line = this.lines[kind];
    if (line.waitingOf(owner) >= PLACES_PER_FREE_ONE * (MAX_WAITING - line.size)) throw busy();
  }

  /** Throws as refuseWhenFull, and CLIENT_GONE. */
  add(job: PasswordJob, work: PasswordWork): void {
    if (work.gone?.aborted) throw clientGone();
    this.refuseWhenFull(work);
    new Waiting(this.lines[work.kind], job, work).enter();
  }

  take(): PasswordJob | undefined {
    const { login, other } = this.lines;
    const kind = login.size > 0 && (other.size === 0 || this.last === 'other') ? 'login' : 'other';
    const waiting = this.lines[kind].take(() => true);
    if (waiting === undefined) return undefined;
    this.last = kind;
    waiting.end();
    return waiting.job;
  }
}

function busy(): DomainError {
  return new DomainError('AUTH_BUSY', 'rate_limited', 'Too many sign-ins at once. Try again in a moment.', {
    body: { retryAfter: RETRY_AFTER_SECONDS },
  });
}

/** Nobody is told: who would be has closed the connection. */
function clientGone(): DomainError {
  return new DomainError('CLIENT_GONE', 'aborted', 'The client closed the connection', { status: 499 });
}
