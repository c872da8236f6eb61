import { ApiProperty } from '@nestjs/swagger';
import { INVITATION_STATUSES, type InvitationStatus } from '#domain/invitations/invitation';
import { EXAMPLE_EMAIL, EXAMPLE_ID, Flag, Id, Text, Texts, Time } from '#server/common/members.decorator';
import { MessageDto } from '#server/common/message.dto';
import { PageBoundsDto } from '#server/common/page.dto';

const SECRET = 'Zm9yIG9uZSBwZXJzb24gYWxvbmU';

export class InvitationDto {
  @Id() readonly id: string;
  @Id() readonly account_id: string;
  @Text('AC1234') readonly account_code: string;
  @Text(EXAMPLE_EMAIL) readonly email: string;
  @Text('2') readonly role_id: string;
  @Text('user') readonly role: string;
  @Texts([EXAMPLE_ID], { description: 'Ids' }) readonly groups: readonly string[];
  @ApiProperty({ enum: INVITATION_STATUSES, example: 'pending' }) readonly status: InvitationStatus;
  @Id({ nullable: true }) readonly invited_by: string | null;
  @Text(EXAMPLE_EMAIL, { nullable: true }) readonly invited_by_email: string | null;
  @Time() readonly expires_at: string;
  @Time({ nullable: true }) readonly accepted_at: string | null;
  @Flag(true) readonly email_sent: boolean;
  @Time({ nullable: true }) readonly email_sent_at: string | null;
  @Time() readonly created_at: string;
  @Time() readonly updated_at: string;
  @Text(SECRET, { nullable: true, description: 'The secret of the link; only when it is created' })
  readonly token: string | null;
}

export class InvitationListDto extends PageBoundsDto {
  @ApiProperty({ type: [InvitationDto] }) readonly invitations: readonly InvitationDto[];
}

export class MailedInvitationDto extends MessageDto {
  @Text(SECRET, { description: 'The secret of the new link' }) readonly token: string;
}

export class OpenInvitationDto {
  @Text(EXAMPLE_EMAIL) readonly email: string;
  @Text('Acme') readonly account_name: string;
  @Text(EXAMPLE_EMAIL) readonly invited_by_name: string;
  @Time() readonly expires_at: string;
  @Flag(true) readonly is_valid: boolean;
}
