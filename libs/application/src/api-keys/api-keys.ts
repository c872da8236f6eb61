/** A caller's own API keys. A key has its owner's rights, is shown once, and only its hash is kept. */
import { credentialsMissing, superadminRequired } from '#domain/auth/auth-errors';
import { hashSecret } from '#domain/auth/opaque-token';
import { DomainError, type FieldProblem, invalidFields } from '#domain/kernel/errors';
import { isId, newId, timestampOfId } from '#domain/kernel/ids';
import { isSuperadmin, type Principal, type RequestContext } from '#domain/kernel/request-context';
import type { Authenticator } from '../auth/authenticator';
import { runFresh } from '../auth/run-fresh';
import type { ApiKey, ApiKeyStore } from '../ports/api-key-store';
import type { TokenSigner } from '../ports/token-signer';
import type { UnitOfWork } from '../ports/unit-of-work';
import type { UserStore } from '../ports/user-store';

const MAX_ACTIVE_KEYS = 10;
const MAX_PAGE = 100;
/** Control characters and lone surrogates. */
const UNPRINTABLE = /[\p{Cc}\p{Cs}]/u;
const SHOWN_CHARACTERS = 4;

export interface NewApiKey {
  readonly name: string;
  /** ISO 8601; absent: does not expire. */
  readonly expiresAt: string | undefined;
  readonly scopes: readonly string[];
}

export class ApiKeys {
  constructor(
    private readonly keys: ApiKeyStore,
    private readonly users: UserStore,
    private readonly signer: TokenSigner,
    private readonly units: UnitOfWork,
    private readonly authenticator: Authenticator,
  ) {}

  async create(ctx: RequestContext, request: NewApiKey): Promise<{ apiKey: ApiKey; key: string }> {
    const owner = ownerOf(ctx);
    const expiresAt = check(request);
    const id = newId();
    const key = this.signer.signApiKey(id);
    const createdAt = timestampOfId(id);
    const apiKey: ApiKey = {
      id,
      accountId: owner.accountId,
      userId: owner.userId,
      name: request.name.trim(),
      last4: key.slice(-SHOWN_CHARACTERS),
      createdAt,
      updatedAt: createdAt,
      expiresAt,
      revokedAt: null,
      lastUsedAt: null,
    };
    await runFresh(this.units, this.authenticator, ctx, async (tx) => {
      await this.users.lock(tx, owner.userId);
      if ((await this.keys.countActive(tx, owner.userId, createdAt)) >= MAX_ACTIVE_KEYS) throw tooMany();
      await this.keys.insert(tx, apiKey, hashSecret(key));
    });
    return { apiKey, key };
  }

  async list(ctx: RequestContext, skip = 0, limit = MAX_PAGE): Promise<{ items: ApiKey[]; total: number }> {
    return this.keys.list(ownerOf(ctx).userId, skip, Math.min(limit, MAX_PAGE));
  }

  async get(ctx: RequestContext, id: string): Promise<ApiKey> {
    const { userId } = ownerOf(ctx);
    const apiKey = isId(id) ? await this.keys.find(userId, id) : null;
    if (!apiKey) throw notFound();
    return apiKey;
  }

  async revoke(ctx: RequestContext, id: string): Promise<void> {
    const { userId } = ownerOf(ctx);
    if (!isId(id)) throw notFound();
    await runFresh(this.units, this.authenticator, ctx, async (tx) => {
      if (!(await this.keys.revoke(tx, userId, id, new Date().toISOString()))) throw notFound();
    });
  }
}

/** Keys that can do less than their owner do not exist yet, so only operators, who know what they hand out, get keys. */
function ownerOf(ctx: RequestContext): Principal {
  if (!ctx.principal) throw credentialsMissing();
  if (!isSuperadmin(ctx)) throw superadminRequired();
  return ctx.principal;
}

function check({ name, expiresAt, scopes }: NewApiKey): string | null {
  const problems: FieldProblem[] = [];
  if (UNPRINTABLE.test(name)) {
    problems.push({ field: 'name', code: 'invalid_text', message: 'Contains characters that cannot be used' });
  }
  // Dropping an unknown scope in silence would hand out a key with more power than was asked for.
  if (scopes.length > 0) {
    problems.push({ field: 'scopes', code: 'unsupported', message: 'Scopes are not available in this version' });
  }
  const end = expiresAt === undefined ? null : Date.parse(expiresAt);
  if (end !== null && !(end > Date.now())) {
    problems.push({ field: 'expires_at', code: 'invalid_value', message: 'Must be a time in the future' });
  }
  if (problems.length > 0) throw invalidFields('API_KEY_INVALID', problems);
  return end === null ? null : new Date(end).toISOString();
}

function tooMany(): DomainError {
  const message = `Maximum number of API keys reached (${MAX_ACTIVE_KEYS})`;
  return new DomainError('API_KEY_LIMIT', 'invalid', message);
}

function notFound(): DomainError {
  return new DomainError('API_KEY_NOT_FOUND', 'not_found', 'API key not found');
}
