import { ApiProperty } from '@nestjs/swagger';
import { EXAMPLE_EMAIL, Flag, Id, Text } from './members.decorator';

export class MessageDto {
  @Text('Done', { description: 'For people' }) readonly message: string;
}

export class AddressDto {
  @Id() readonly id: string;
  @Text(EXAMPLE_EMAIL) readonly email: string;
  @Flag(true) readonly email_verified: boolean;
}

export class AddressMessageDto extends MessageDto {
  @ApiProperty({ type: AddressDto }) readonly user: AddressDto;
}
