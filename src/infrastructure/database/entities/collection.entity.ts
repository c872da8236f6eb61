import { Column, Entity, PrimaryColumn } from 'typeorm';

/** The registry row of a collection. `fields` and `indexes` are JSON text. */
@Entity({ name: 'collections' })
export class CollectionEntity {
  @PrimaryColumn({ type: 'varchar' })
  id: string;

  @Column({ type: 'varchar' })
  name: string;

  @Column({ type: 'varchar', name: 'name_key' })
  nameKey: string;

  @Column({ type: 'varchar', name: 'table_name' })
  tableName: string;

  @Column({ type: 'text' })
  fields: string;

  @Column({ type: 'text' })
  indexes: string;

  @Column({ type: 'text', name: 'list_rule', nullable: true })
  listRule: string | null;

  @Column({ type: 'text', name: 'view_rule', nullable: true })
  viewRule: string | null;

  @Column({ type: 'text', name: 'create_rule', nullable: true })
  createRule: string | null;

  @Column({ type: 'text', name: 'update_rule', nullable: true })
  updateRule: string | null;

  @Column({ type: 'text', name: 'delete_rule', nullable: true })
  deleteRule: string | null;

  @Column({ type: 'boolean', name: 'allow_anonymous', default: true })
  allowAnonymous: boolean;

  @Column({ type: 'varchar', name: 'created_at' })
  createdAt: string;

  @Column({ type: 'varchar', name: 'updated_at' })
  updatedAt: string;
}
