import { Text } from '#server/common/members.decorator';

const Rule = (example: string | null): PropertyDecorator =>
  Text(example, { nullable: true, description: 'null: locked; empty: open; else a rule' });

const Fields = (description: string): PropertyDecorator =>
  Text('*', { description: `${description}: "*" for all, or a JSON list of names` });

export class RulesDto {
  @Rule('') readonly list_rule: string | null;
  @Rule('') readonly view_rule: string | null;
  @Rule('author = @request.auth.id') readonly create_rule: string | null;
  @Rule('@owns_record()') readonly update_rule: string | null;
  @Rule(null) readonly delete_rule: string | null;
  @Fields('What lists show') readonly list_fields: string;
  @Fields('What other answers show') readonly view_fields: string;
  @Fields('What creates take') readonly create_fields: string;
  @Fields('What updates take') readonly update_fields: string;
}
