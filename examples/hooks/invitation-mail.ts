import type { DefineHooks } from '@snackbase/server-hooks';

const PEOPLE = 'people@example.com';

/** Tells the people department of each invitation. It runs after the invitation is on disk and cannot hold it up. */
const hooks: DefineHooks = ({ on }) => {
  on('on_model_after_create', { model: 'invitations' }, async ({ data, mail }) => {
    const email = String(data?.['email']);
    await mail.send({ to: PEOPLE, subject: `Invitation of ${email}`, text: `${email} was invited.` });
  });
};

export default hooks;
