import { ApiProperty } from '@nestjs/swagger';
import { MessageDto } from '#server/common/message.dto';
import { SessionAccountDto, SessionUserDto } from '#server/common/session.dto';

export class RegistrationDto extends MessageDto {
  @ApiProperty({ type: SessionUserDto }) readonly user: SessionUserDto;
  @ApiProperty({ type: SessionAccountDto }) readonly account: SessionAccountDto;
}
