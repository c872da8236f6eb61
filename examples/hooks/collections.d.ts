/** The collections of this server, written by `snackbase types`, which overwrites what is changed here. */
import '@snackbase/server-hooks';

declare module '@snackbase/server-hooks' {
  interface Collections {
    order_changes: {
      order_id: string;
      summary: string;
    };
    orders: {
      customer: string;
      total: number;
    };
    posts: {
      title: string;
      slug: string;
    };
  }
}
