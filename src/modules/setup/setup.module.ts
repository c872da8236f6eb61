import { Module } from '@nestjs/common';
import { PasswordHasher } from '#application/ports/password-hasher';
import { SetupStore } from '#application/ports/setup-store';
import { UnitOfWork } from '#application/ports/unit-of-work';
import { UserStore } from '#application/ports/user-store';
import { CreateSuperadmin } from '#application/setup/create-superadmin';
import { SetupLink } from '#application/setup/setup-link';
import { provide } from '#server/common/provide';
import { SetupController } from './setup.controller';
import { SuperadminBootstrap } from './superadmin-bootstrap.service';

@Module({
  controllers: [SetupController],
  providers: [
    provide(CreateSuperadmin, [UserStore, SetupStore, PasswordHasher, UnitOfWork]),
    provide(SetupLink, [SetupStore, UnitOfWork, CreateSuperadmin]),
    SuperadminBootstrap,
  ],
})
export class SetupModule {}
