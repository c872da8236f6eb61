import type { ApiBody } from '@nestjs/swagger';

export type BodySchema = Extract<Parameters<typeof ApiBody>[0], { schema: unknown }>['schema'];
