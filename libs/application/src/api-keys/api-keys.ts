/**
 * A caller's own API keys. A key acts as its owner, within its scopes; it is shown once, and only its hash is kept. A key
 * never makes a stronger one: only an operator's key without scopes makes keys at all, and none that outlives it. Admins
 * make keys; every owner of keys sees and revokes them.
 */
import { scopeMissing } from '#domain/auth/auth-errors';
import { hashSecret } from '#domain/auth/opaque-token';
import { requireAdmin, requirePrincipal } from '#domain/auth/permissions';
import type { Clock } from '#domain/kernel/clock';
import { DomainError } from '#domain/kernel/errors';
import { isId, newId, timestampOfId } from '#domain/kernel/ids';
import { inAccount, isSuperadmin, type Principal, type RequestContext } from '#domain/kernel/request-context';
import type { Catalog } from '#domain/schema/catalog';
import type { ApiKey, ApiKeyStore } from '../ports/api-key-store';
import type { Catalogs } from '../ports/catalogs';
import type { TokenSigner } from '../ports/token-signer';
import type { Transaction } from '../ports/transactions';
import type { Units } from '../kernel/units';
import type { Users } from '../ports/users';
import type { ApiKeyLimits } from './api-key-limits';
import { checkNewKey, type NewApiKey } from './check-new-key';

const MAX_PAGE = 100;
const SHOWN_CHARACTERS = 4;

export interface ShownApiKey extends ApiKey {
  /** Neither revoked nor expired. */
  readonly isActive: boolean;
}

export class ApiKeys {
  constructor(
    private readonly keys: ApiKeyStore,
    private readonly users: Users,
    private readonly catalogs: Catalogs,
    private readonly signer: TokenSigner,
    private readonly units: Units,
    private readonly limits: ApiKeyLimits,
    private readonly clock: Clock,
  ) {}

  async create(ctx: RequestContext, request: NewApiKey): Promise<{ apiKey: ShownApiKey; key: string }> {
    const owner = requireAdmin(ctx);
    if (owner.scopes !== undefined) throw scopeMissing();
    const catalog = await this.catalog(request);
    const checked = checkNewKey(request, catalog, {
      mustHaveScopes: !isSuperadmin(ctx),
      latestEnd: await this.endOfUsedKey(owner),
      defaultDays: this.limits.defaultDays,
      now: this.clock.now(),
    });
    const id = newId();
    const key = this.signer.signApiKey(id);
    const createdAt = timestampOfId(id);
    const apiKey: ApiKey = {
      id,
      accountId: owner.accountId,
      userId: owner.userId,
      ...checked,
      last4: key.slice(-SHOWN_CHARACTERS),
      createdAt,
      updatedAt: createdAt,
      revokedAt: null,
      lastUsedAt: null,
    };
    const { name, scopes, expiresAt } = checked;
    const data = { user_id: owner.userId, name, scopes, expires_at: expiresAt };
    const changes = [{ op: 'create', model: 'api_keys', id, data }] as const;
    const act = { name: 'api_keys.create', target: id } as const;
    const insert = async (tx: Transaction): Promise<void> => {
      await this.users.lock(tx, owner.userId);
      if ((await this.keys.countActive(tx, owner.userId, createdAt)) >= this.limits.perUser) throw this.tooMany();
      await this.keys.insert(tx, apiKey, hashSecret(key));
    };
    // A collection that gets another name meanwhile would leave a scope behind that is about nothing, or later about another.
    const revision = scopes === null ? null : catalog.revision;
    await this.units.change(inAccount(ctx, owner.accountId), act, changes, insert, revision);
    return { apiKey: this.shown(apiKey), key };
  }

  async list(ctx: RequestContext, skip = 0, limit = MAX_PAGE): Promise<{ items: ShownApiKey[]; total: number }> {
    const { items, total } = await this.keys.list(ownerOf(ctx), skip, Math.min(limit, MAX_PAGE));
    return { items: items.map((item) => this.shown(item)), total };
  }

  async get(ctx: RequestContext, id: string): Promise<ShownApiKey> {
    const userId = ownerOf(ctx);
    const apiKey = isId(id) ? await this.keys.find(userId, id) : null;
    if (!apiKey) throw keyNotFound();
    return this.shown(apiKey);
  }

  async revoke(ctx: RequestContext, id: string): Promise<void> {
    const { userId, accountId } = requirePrincipal(ctx);
    if (!isId(id)) throw keyNotFound();
    const change = {
      op: 'update',
      model: 'api_keys',
      id,
      data: { is_active: false },
      changed: (isNew: boolean) => (isNew ? id : null),
    } as const;
    const act = { name: 'api_keys.revoke', target: id } as const;
    await this.units.change(inAccount(ctx, accountId), act, [change], async (tx) => {
      const revoked = await this.keys.revoke(tx, userId, id, tx.now);
      if (!revoked) throw keyNotFound();
      return revoked.isNew;
    });
  }

  /** Read again where scopes name collections: another process may have made one a moment ago. */
  private async catalog({ scopes }: NewApiKey): Promise<Catalog> {
    return scopes.length === 0 ? this.catalogs.current() : this.catalogs.refresh();
  }

  private async endOfUsedKey({ credential, userId }: Principal): Promise<string | null> {
    if (credential.kind !== 'api_key') return null;
    const used = await this.keys.find(userId, credential.id);
    if (!used) throw keyNotFound();
    return used.expiresAt;
  }

  private shown(apiKey: ApiKey): ShownApiKey {
    const { revokedAt, expiresAt } = apiKey;
    return { ...apiKey, isActive: revokedAt === null && (expiresAt === null || expiresAt > this.clock.iso()) };
  }

  private tooMany(): DomainError {
    const message = `Maximum number of API keys reached (${this.limits.perUser})`;
    return new DomainError('API_KEY_LIMIT', 'invalid', message);
  }
}

/** An owner who is no admin any more may still revoke keys, which go on with what is left of the owner's rights. */
function ownerOf(ctx: RequestContext): string {
  return requirePrincipal(ctx).userId;
}

function keyNotFound(): DomainError {
  return new DomainError('API_KEY_NOT_FOUND', 'not_found', 'API key not found');
}
