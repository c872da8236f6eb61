import { Module } from '@nestjs/common';
import { BackupCommand } from './backup.command';
import { CreateSuperadminCommand } from './create-superadmin.command';
import { InitDbCommand } from './init-db.command';
import { ListHooksCommand } from './list-hooks.command';
import { RestoreCommand } from './restore.command';
import { ServeCommand } from './serve.command';
import { ShellCommand } from './shell.command';
import { ShowInfoCommand } from './show-info.command';
import { WriteTypesCommand } from './write-types.command';

@Module({
  providers: [
    ServeCommand,
    ShowInfoCommand,
    InitDbCommand,
    CreateSuperadminCommand,
    ShellCommand,
    ListHooksCommand,
    WriteTypesCommand,
    BackupCommand,
    RestoreCommand,
  ],
})
export class CliModule {}
