import { TemplateError } from '#application/ports/template-renderer';
import { LiquidTemplateRenderer } from './liquid-template-renderer.service';

const renderer = new LiquidTemplateRenderer();
const VARIABLES = { name: `<b>"Ada" & 'Bob'</b>`, expires_at: '2030-01-31T12:00:00.000Z' };
const render = (source: string, format: 'html' | 'text' = 'text') => renderer.render(source, format, VARIABLES);

test('M-3: values are escaped in HTML, and nowhere else', () => {
  expect(render('{{ name }}', 'html')).toBe('&lt;b&gt;&#34;Ada&#34; &amp; &#39;Bob&#39;&lt;/b&gt;');
  expect(render('{{ name }}')).toBe(VARIABLES.name);
  expect(() => render('{{ name | raw }}', 'html')).toThrow(TemplateError);
});

test('times are those of UTC, in English, wherever the server stands', () => {
  expect(render('{{ expires_at | date: "%B %-d, %Y at %H:%M" }}')).toBe('January 31, 2030 at 12:00');
});

test.each([
  '{{ constructor }}',
  '{{ name.constructor }}',
  '{{ name.constructor.constructor }}',
  '{{ __proto__ }}',
  '{{ name.__proto__.toString }}',
  '{{ this }}{{ globalThis }}{{ process }}',
  '{{ toString }}{{ valueOf }}{{ hasOwnProperty }}',
])('C6: %s shows nothing', (source) => {
  expect(render(source)).toBe('');
});

test.each([
  ['reads a file', '{% include "/etc/passwd" %}'],
  ['renders a file', '{% render "package.json" %}'],
  ['has a layout', '{% layout "a" %}'],
  ['loops for ever', '{% for i in (1..100000000) %}x{% endfor %}'],
  [
    'nests loops',
    '{% for a in (1..999) %}{% for b in (1..999) %}{% for c in (1..999) %}xx{% endfor %}{% endfor %}{% endfor %}',
  ],
  ['doubles a text', '{% assign x = "0123456789" %}{% for i in (1..99) %}{% assign x = x | append: x %}{% endfor %}'],
  [
    'captures itself',
    '{% capture x %}0123456789{% endcapture %}{% for i in (1..99) %}{% capture x %}{{x}}{{x}}{% endcapture %}{% endfor %}',
  ],
  ['pads a date', '{{ "now" | date: "%500000000d" }}'],
  ['nests brackets', `{{ ${'a['.repeat(5000)}b${']'.repeat(5000)} }}`],
  ['is too long', 'x'.repeat(64_001)],
  ['writes too much', '{% for a in (1..900) %}{% for b in (1..60) %}0123456789{% endfor %}{% endfor %}'],
])('C6, E3: a template that %s is refused, soon', (_what, source) => {
  const started = performance.now();
  expect(() => render(source)).toThrow(TemplateError);
  expect(performance.now() - started).toBeLessThan(2000);
});

test.each([
  ['{% if name %}', 'line:1, col:1'],
  ['one\ntwo {% nonsense %}', 'line:2, col:5'],
  ['{{ name | nonsense }}', 'line:1, col:1'],
])('a template that does not parse tells the place: %j', (source, place) => {
  expect(() => render(source)).toThrow(place);
});
