import { SetMetadata, type CustomDecorator } from '@nestjs/common';

/** What a route demands of its caller. Without a decorator: a valid credential, checked against the database. */
export const ACCESS = {
  public: 'access:public',
  optional: 'access:optional',
  optimistic: 'access:optimistic',
  superadmin: 'access:superadmin',
  admin: 'access:admin',
  scoped: 'access:scoped',
} as const;

/** Open to everybody; a stale or foreign credential on the request is ignored. */
export const Public = (): CustomDecorator => SetMetadata(ACCESS.public, true);

/** Anonymous callers may ask, naming an account by X-Account-ID. A credential that is sent must still be valid. */
export const OptionalAuth = (): CustomDecorator => SetMetadata(ACCESS.optional, true);

/** The cached principal is enough: the route's own statements compare the credential's stamp in their snapshot. */
export const Optimistic = (): CustomDecorator => SetMetadata(ACCESS.optimistic, true);

/** Only for callers of the system account. */
export const SuperadminOnly = (): CustomDecorator => SetMetadata(ACCESS.superadmin, true);

/** For superadmins, and for the admins of an account, who then act on their own account only. */
export const AdminOnly = (): CustomDecorator => SetMetadata(ACCESS.admin, true);

/** API keys with scopes may call it; the use case checks what their scopes allow. Every other route refuses them. */
export const AllowScopedKeys = (): CustomDecorator => SetMetadata(ACCESS.scoped, true);
