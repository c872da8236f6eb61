import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Public } from '../../common/access.decorator';
import { Answers } from '../../common/answers.decorator';
import { API_VERSION, SERVICE_NAME, VERSION } from '../../config/version';
import { RootDto } from './root.dto';

/** The answer at the API's own address. */
@ApiTags('health')
@Controller()
@Public()
export class RootController {
  @Answers('What answers here', RootDto)
  @Get()
  show(): RootDto {
    return { name: SERVICE_NAME, version: VERSION, api_version: API_VERSION };
  }
}
