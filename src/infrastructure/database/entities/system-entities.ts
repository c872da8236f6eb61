import { AccountEntity } from './account.entity';
import { ApiKeyEntity } from './api-key.entity';
import { EmailLogEntity } from './email-log.entity';
import { EmailTemplateEntity } from './email-template.entity';
import { GroupEntity } from './group.entity';
import { IdempotencyKeyEntity } from './idempotency-key.entity';
import { InvitationEntity } from './invitation.entity';
import { JobEntity } from './job.entity';
import { LoginAttemptEntity } from './login-attempt.entity';
import { RoleEntity } from './role.entity';
import { SessionEntity } from './session.entity';
import { SetupTokenEntity } from './setup-token.entity';
import { SystemStateEntity } from './system-state.entity';
import { UserGroupEntity } from './user-group.entity';
import { UserTokenEntity } from './user-token.entity';
import { UserEntity } from './user.entity';

/** Every table that TypeORM knows; tables of collections are not among them. */
export const SYSTEM_ENTITIES = [
  AccountEntity,
  RoleEntity,
  UserEntity,
  GroupEntity,
  UserGroupEntity,
  SessionEntity,
  ApiKeyEntity,
  SystemStateEntity,
  IdempotencyKeyEntity,
  SetupTokenEntity,
  EmailLogEntity,
  EmailTemplateEntity,
  InvitationEntity,
  JobEntity,
  LoginAttemptEntity,
  UserTokenEntity,
];
