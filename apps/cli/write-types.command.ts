import { writeFile } from 'node:fs/promises';
import { Command, Option } from 'nest-commander';
import { Catalogs } from '#application/ports/catalogs';
import { collectionTypes } from '#domain/schema/collection-types';
import { print } from './print';
import { StrictCommand } from './strict-command';
import { withServer } from './with-server';

interface TypesOptions {
  readonly out: string;
}

@Command({ name: 'types', description: 'Write TypeScript types of the collections, for hook files' })
export class WriteTypesCommand extends StrictCommand<TypesOptions> {
  protected async execute({ out }: TypesOptions): Promise<void> {
    await withServer(async (app) => {
      const { collections } = await app.get(Catalogs, { strict: false }).refresh();
      await writeFile(out, collectionTypes(collections));
      print(`The types of ${collections.length} collections are in ${out}.`);
    });
  }

  @Option({ flags: '--out <file>', description: 'Where to; better a .d.ts file beside the hook files', required: true })
  out(path: string): string {
    return path;
  }
}
