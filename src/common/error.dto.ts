import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import { Text, Whole } from './members.decorator';

export class FieldProblemDto {
  @Text('title') readonly field: string;
  @Text('required_missing') readonly code: string;
  @Text("Required field 'title' is missing") readonly message: string;
}

/** The body of every refusal. Some codes have members of their own besides (docs/errors.md). */
@ApiSchema({ name: 'Error' })
export class ErrorDto {
  @Text('RECORD_INVALID', { description: 'Stable; docs/errors.md has every code' }) readonly error: string;
  @Text("title: Required field 'title' is missing", { description: 'For people' }) readonly message: string;
  @Text("title: Required field 'title' is missing", { description: 'The same as `message`' }) readonly detail: string;
  @Text('cid_5f2b8c0d9a1e', { description: 'As in the header X-Correlation-ID' }) readonly request_id: string;
  @Text('title', { required: false, description: 'The only field that it is about' }) readonly field?: string;
  @Text('Write the text in quotes', { required: false, description: 'What to do' }) readonly hint?: string;
  @Whole(0, { required: false, description: 'The element of a batch' }) readonly index?: number;

  @ApiProperty({ type: [FieldProblemDto], required: false, description: 'Each problem of the body' })
  readonly details?: readonly FieldProblemDto[];

  @ApiProperty({
    type: 'object',
    additionalProperties: { type: 'array', items: { type: 'string' } },
    selfRequired: false,
    description: 'The same messages by field',
  })
  readonly errors?: Readonly<Record<string, readonly string[]>>;
}
