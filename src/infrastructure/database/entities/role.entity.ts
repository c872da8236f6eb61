import { Column, Entity, PrimaryColumn } from 'typeorm';

/** The roles of all accounts; `admin` and `user` are seeded by the first migration and stay. */
@Entity({ name: 'roles' })
export class RoleEntity {
  @PrimaryColumn({ type: 'integer' })
  id: number;

  @Column({ type: 'varchar' })
  name: string;

  @Column({ type: 'varchar', nullable: true })
  description: string | null;

  @Column({ type: 'varchar', name: 'created_at', nullable: true })
  createdAt: string | null;

  @Column({ type: 'varchar', name: 'updated_at', nullable: true })
  updatedAt: string | null;
}
