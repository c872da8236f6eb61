import { Text } from '#server/common/members.decorator';

const Rule = (example: string | null): PropertyDecorator =>
  Text(example, { nullable: true, description: 'null: locked; empty: open; else a rule' });

export class FiveRulesDto {
  @Rule('') readonly list_rule: string | null;
  @Rule('') readonly view_rule: string | null;
  @Rule('author = @request.auth.id') readonly create_rule: string | null;
  @Rule('@owns_record()') readonly update_rule: string | null;
  @Rule(null) readonly delete_rule: string | null;
}
