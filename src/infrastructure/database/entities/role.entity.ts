import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Fixed roles, seeded by the first migration. */
@Entity({ name: 'roles' })
export class RoleEntity {
  @PrimaryColumn({ type: 'integer' })
  id: number;

  @Column({ type: 'varchar' })
  name: string;

  @Column({ type: 'varchar', nullable: true })
  description: string | null;
}
