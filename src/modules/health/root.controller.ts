import { Controller, Get } from '@nestjs/common';
import { Public } from '../../common/access.decorator';
import { API_VERSION, SERVICE_NAME, VERSION } from '../../config/version';

/** The answer at the API's own address. */
@Controller()
@Public()
export class RootController {
  @Get()
  show(): object {
    return { name: SERVICE_NAME, version: VERSION, api_version: API_VERSION };
  }
}
