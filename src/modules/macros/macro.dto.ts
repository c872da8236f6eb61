import { ApiProperty } from '@nestjs/swagger';
import { Id, Text, Texts, Time, Whole } from '#server/common/members.decorator';

const EXAMPLE_SQL = 'SELECT count(*) FROM orders o WHERE o.customer = @customer AND o.paid';

export class MacroDto {
  @Whole(1) readonly id: number;
  @Text('paid_orders') readonly name: string;
  @Text('How many orders a customer has paid', { nullable: true }) readonly description: string | null;
  @Text(EXAMPLE_SQL) readonly sql_query: string;
  @Texts(['customer']) readonly parameters: readonly string[];
  @Time() readonly created_at: string;
  @Time() readonly updated_at: string;
  @Id({ nullable: true }) readonly created_by: string | null;
}

export class MacroListDto {
  @ApiProperty({ type: [MacroDto] }) readonly items: readonly MacroDto[];
  @Whole(1, { description: 'Of all macros' }) readonly total: number;
}

export class MacroResultDto {
  @Text('3', { nullable: true, description: 'null: the SELECT came to nothing' }) readonly result: string | null;

  @ApiProperty({ type: Number, example: 2, description: 'Milliseconds' }) readonly execution_time: number;
  @Whole(0, { description: 'Always 0: macros write nothing' }) readonly rows_affected: number;
}
