import { Entity, PrimaryColumn } from 'typeorm';

/** Membership of a user in a group. */
@Entity({ name: 'users_groups' })
export class UserGroupEntity {
  @PrimaryColumn({ type: 'varchar', name: 'user_id' })
  userId: string;

  @PrimaryColumn({ type: 'varchar', name: 'group_id' })
  groupId: string;
}
