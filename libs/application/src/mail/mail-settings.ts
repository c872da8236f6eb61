/** What the server says about itself in mails; a class so that it is its own injection token. */
export class MailSettings {
  readonly appName: string;
  /** Without a slash at its end. It comes from the configuration: a request's Host header is its sender's choice. */
  readonly appUrl: string;
  /** '': there is none. */
  readonly supportEmail: string;
}
