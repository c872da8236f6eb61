import { isBuiltInGroup } from '#domain/accounts/pii-group';
import type { GroupDetail } from '#application/groups/groups';
import type { Group, GroupMember } from '#application/ports/group-store';
import type { GroupDetailDto, GroupDto, GroupMemberDto } from './group.dto';

export function presentGroup(group: Group): GroupDto {
  return {
    id: group.id,
    account_id: group.accountId,
    account_code: group.accountCode,
    name: group.name,
    description: group.description,
    is_system: isBuiltInGroup(group),
    member_count: group.memberCount,
    created_at: group.createdAt,
    updated_at: group.updatedAt,
  };
}

/** `users` only for admins. */
export function presentGroupDetail({ group, members }: GroupDetail): GroupDetailDto {
  return { ...presentGroup(group), ...(members === null ? {} : { users: members.map(presentMember) }) };
}

function presentMember(member: GroupMember): GroupMemberDto {
  return {
    id: member.id,
    email: member.email,
    role: member.role,
    first_name: member.firstName,
    last_name: member.lastName,
    is_active: member.isActive,
  };
}
