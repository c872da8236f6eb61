import type { LoginKeys } from './login-throttle-keys';

export interface LoginPolicy {
  /** Failed logins of one address. */
  readonly failuresPerMinute: number;
  /** This many failures lock a user; as many more lock it for twice as long. */
  readonly lockThreshold: number;
  readonly lockSeconds: number;
}

/** The user as the caller named it; it may not exist. */
export interface LoginSubject {
  readonly account: string;
  readonly emailKey: string;
}

/** A counted attempt whose password is not checked yet. */
export interface LoginAttempt {
  readonly subject: LoginSubject;
  readonly keys: LoginKeys;
  /** Whether the user logged in from this address before. */
  readonly isKnown: boolean;
  readonly windowSince: string;
  /** The lock that this attempt set, in case it fails. */
  readonly lock: string | null;
}
