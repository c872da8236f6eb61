/** What handlers may do with their event is the compiler's to say: `tsc` fails where a line marked here would compile. */
import { HookBus } from './hook-bus';

/** The handlers are compiled and never called. */
function registered(): HookBus {
  const bus = new HookBus();
  bus.on('on_record_before_create', { filter: { collection: 'posts' } }, async (event, next) => {
    event.data['slug'] = event.collection.toLowerCase();
    event.data = { title: 'another' };
    await next();
    // @ts-expect-error -- a record that is not yet written has no id
    void event.id;
    // @ts-expect-error -- the account is not the hook's to choose
    event.accountId = 'another';
    // @ts-expect-error -- functions are no values of fields
    event.data['title'] = () => 'a';
  });
  bus.on('on_record_after_update', (event) => {
    void event.before?.['title'];
    // @ts-expect-error -- what is written is written
    event.record = null;
    // @ts-expect-error -- what a request sent is over by then
    void event.data;
  });
  bus.on('on_record_before_query', (event) => {
    event.narrow('published = true');
    // @ts-expect-error -- an expression, not a condition of one's own making
    event.narrow({ published: true });
  });
  bus.on('on_mailer_before_send', (event) => {
    event.subject = 'Hello';
    // @ts-expect-error -- the kind of mail is not the hook's to choose
    event.type = 'invitation';
  });
  bus.on('on_after_request', (event) => {
    // @ts-expect-error -- it was answered
    event.status = 200;
    // @ts-expect-error -- requests are not of one collection
    void event.collection;
  });
  // @ts-expect-error -- no payload of this event has a collection to filter by
  bus.on('on_auth_after_login', { filter: { collection: 'users' } }, () => undefined);
  // @ts-expect-error -- a handler of another event's payload
  bus.register('on_record_before_create', (event: { status: number }) => event.status);
  // @ts-expect-error -- there is no such event
  bus.register('on_record_before_read', () => undefined);
  // @ts-expect-error -- a filter compares names
  bus.register('on_record_after_create', () => undefined, { filter: { collection: 7 } });
  return bus;
}

test('what compiles can be registered, and what has no event cannot', () => {
  expect(registered).toThrow("There is no event 'on_record_before_read'");
});
