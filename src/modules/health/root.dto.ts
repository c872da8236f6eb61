import { Text } from '../../common/members.decorator';
import { API_VERSION, SERVICE_NAME, VERSION } from '../../config/version';

export class RootDto {
  @Text(SERVICE_NAME) readonly name: string;
  @Text(VERSION) readonly version: string;
  @Text(API_VERSION) readonly api_version: string;
}
