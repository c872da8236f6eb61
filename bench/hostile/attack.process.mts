/** The process of one case's clients. */
import { chosenCases } from './cases.mts';
import { Clients } from './clients.mts';
import { help } from './helper.mts';

export interface Attack {
  readonly url: string;
  readonly name: string;
  readonly prepared: unknown;
}

help((task) => {
  const { url, name, prepared } = task as Attack;
  const clients = new Clients(url);
  chosenCases(name)[0]!.attack(prepared, clients);
  return Promise.resolve(() => Promise.resolve(clients.answers));
});
