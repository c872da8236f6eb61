import { Module } from '@nestjs/common';
import { Clock } from '#domain/kernel/clock';
import { PasswordHasher } from '#application/ports/password-hasher';
import { SetupStore } from '#application/ports/setup-store';
import { Units } from '#application/kernel/units';
import { Users } from '#application/ports/users';
import { CreateSuperadmin } from '#application/setup/create-superadmin';
import { SetupLink } from '#application/setup/setup-link';
import { provide } from '#server/common/provide';
import { SetupController } from './setup.controller';
import { SuperadminBootstrap } from './superadmin-bootstrap.service';

@Module({
  controllers: [SetupController],
  providers: [
    provide(CreateSuperadmin, [Users, SetupStore, PasswordHasher, Units]),
    provide(SetupLink, [SetupStore, Units, CreateSuperadmin, Clock]),
    SuperadminBootstrap,
  ],
})
export class SetupModule {}
