/** What the built-in mails have in common. Styles are inline, because mail programs drop style sheets. */
export interface MailContent {
  readonly title: string;
  readonly paragraphs: readonly string[];
  /** `url` is the name of a variable; a mail without it has no button. */
  readonly action?: { readonly label: string; readonly url: string };
  /** Labels, and the names of the variables beside them; those without a value are left out. */
  readonly facts?: readonly (readonly [label: string, variable: string])[];
  /** In small print. */
  readonly closing: readonly string[];
}

const FONT = "font-family:-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif";
const BODY_STYLE = `margin:0;padding:32px 16px;background:#f4f6f9;${FONT};color:#16202c`;
const CARD_STYLE =
  'max-width:480px;margin:0 auto;padding:32px;background:#ffffff;border:1px solid #d5dbe3;border-radius:14px';
const BRAND_STYLE = 'margin:0 0 24px;font-size:14px;font-weight:600;color:#1f6f5c';
const TITLE_STYLE = 'margin:0 0 12px;font-size:22px;line-height:1.3;font-weight:700';
const TEXT_STYLE = 'margin:0 0 16px;font-size:16px;line-height:1.5';
const SMALL_STYLE = 'margin:0 0 8px;font-size:13px;line-height:1.5;color:#5b6878';
const BUTTON_STYLE =
  'display:inline-block;padding:12px 20px;background:#1f6f5c;border-radius:8px;color:#ffffff;font-size:16px;' +
  'font-weight:700;text-decoration:none';
const FOOTER_STYLE =
  'max-width:480px;margin:16px auto 0;font-size:12px;line-height:1.5;color:#5b6878;text-align:center';
const SUPPORT = '{% if support_email %} · {{ support_email }}{% endif %}';

export function htmlLayout({ title, paragraphs, action, facts = [], closing }: MailContent): string {
  return [
    '<!doctype html>',
    '<html lang="en">',
    '<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"></head>',
    `<body style="${BODY_STYLE}">`,
    `<div style="${CARD_STYLE}">`,
    `<p style="${BRAND_STYLE}">{{ app_name }}</p>`,
    `<h1 style="${TITLE_STYLE}">${title}</h1>`,
    ...paragraphs.map((text) => `<p style="${TEXT_STYLE}">${text}</p>`),
    ...facts.map(([label, variable]) =>
      optional(variable, `<p style="${TEXT_STYLE}"><b>${label}:</b> {{ ${variable} }}</p>`),
    ),
    ...(action ? [optional(action.url, htmlButton(action.label, action.url))] : []),
    ...closing.map((text) => `<p style="${SMALL_STYLE}">${text}</p>`),
    '</div>',
    `<p style="${FOOTER_STYLE}">{{ app_name }}${SUPPORT}</p>`,
    '</body>',
    '</html>',
    '',
  ].join('\n');
}

export function textLayout({ title, paragraphs, action, facts = [], closing }: MailContent): string {
  return [
    `${title}\n\n`,
    ...paragraphs.map((text) => `${text}\n\n`),
    ...facts.map(([label, variable]) => optional(variable, `${label}: {{ ${variable} }}\n\n`)),
    ...(action ? [optional(action.url, `${action.label}:\n{{ ${action.url} }}\n\n`)] : []),
    ...closing.map((text) => `${text}\n\n`),
    `-- \n{{ app_name }}${SUPPORT}\n`,
  ].join('');
}

function htmlButton(label: string, url: string): string {
  const address = `<span style="word-break:break-all">{{ ${url} }}</span>`;
  return [
    `<p style="margin:24px 0"><a href="{{ ${url} }}" style="${BUTTON_STYLE}">${label}</a></p>`,
    `<p style="${SMALL_STYLE}">If the button does not work, open this address: ${address}</p>`,
  ].join('\n');
}

function optional(variable: string, text: string): string {
  return `{% if ${variable} %}${text}{% endif %}`;
}
