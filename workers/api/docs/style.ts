/** The style sheet of the documentation: one column on a phone, two on a screen, light or dark as the reader has it. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --text: light-dark(#1d2129, #e4e6eb);
  --muted: light-dark(#565d6b, #a3abb8);
  --link: light-dark(#0b57a4, #8ab8f0);
  --line: light-dark(#d5d9e0, #3a404b);
  --ground: light-dark(#ffffff, #16181d);
  --raised: light-dark(#f3f5f8, #20242b);
}
* { box-sizing: border-box; }
html { scroll-padding-top: 1rem; }
body {
  margin: 0; background: var(--ground); color: var(--text);
  font: 1rem/1.55 system-ui, sans-serif; overflow-wrap: anywhere;
}
a { color: var(--link); text-underline-offset: 0.15em; }
:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
main:focus { outline: none; }
.skip { position: absolute; left: 1rem; top: -4rem; padding: 0.5rem 1rem; background: var(--ground); }
.skip:focus { top: 0.5rem; }
header {
  display: flex; flex-wrap: wrap; align-items: baseline; gap: 0.25rem 1.5rem;
  padding: 0.75rem max(1rem, calc((100% - 70rem) / 2)); border-bottom: 1px solid var(--line);
}
header nav { display: flex; flex-wrap: wrap; gap: 0.25rem 1.25rem; }
header a { padding: 0.25rem 0; }
header a[aria-current] { color: var(--text); font-weight: 600; text-decoration: none; }
.brand { margin: 0; font-weight: 700; }
.columns { max-width: 72rem; margin: 0 auto; padding: 0 1rem 4rem; }
.contents ul { display: flex; flex-wrap: wrap; gap: 0.25rem 1rem; padding: 0; margin: 1rem 0; list-style: none; }
.contents a { display: inline-block; padding: 0.25rem 0; }
main { min-width: 0; }
h1 { font-size: 1.9rem; line-height: 1.2; margin: 1.5rem 0 1rem; }
h2 { font-size: 1.4rem; line-height: 1.3; margin: 2.5rem 0 0.75rem; }
h3 { font-size: 1.2rem; margin: 2rem 0 0.5rem; }
h4 { font-size: 1rem; margin: 0 0 0.25rem; }
p { margin: 0.5rem 0; max-width: 68ch; }
code, pre { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; font-size: 0.9em; }
pre {
  margin: 0.5rem 0 1rem; padding: 0.75rem 1rem; border-radius: 0.4rem;
  background: var(--raised); white-space: pre-wrap;
}
article { margin: 1.25rem 0; padding-top: 1.25rem; border-top: 1px solid var(--line); }
article h2 { margin-top: 0; font-size: 1.15rem; }
.route code { display: inline-block; padding: 0.2rem 0.6rem; border-radius: 0.4rem; background: var(--raised); }
.overview { padding: 0; list-style: none; }
.overview li { margin: 0.4rem 0; }
.label, .form { margin: 1rem 0 0.25rem; font-weight: 600; }
dl { margin: 0.25rem 0 0.75rem; }
dl > div { padding: 0.35rem 0; border-top: 1px solid var(--line); }
dl > div:first-child { border-top: 0; }
dt .name { font-weight: 600; }
.type, .remark { color: var(--muted); font-size: 0.92em; }
.remark::before { content: "· "; }
dd { margin: 0 0 0 1rem; }
dd p { margin: 0.15rem 0; }
dd dl { padding-left: 0.75rem; border-left: 2px solid var(--line); }
details { border-top: 1px solid var(--line); }
summary { padding: 0.5rem 0; cursor: pointer; }
summary h3 { display: inline; font-size: 1rem; }
@media (min-width: 60rem) {
  .columns { display: grid; grid-template-columns: 13rem minmax(0, 1fr); gap: 2.5rem; }
  .contents { position: sticky; top: 0; align-self: start; max-height: 100vh; overflow-y: auto; }
  .contents ul { flex-direction: column; gap: 0; margin: 2rem 0; }
}
@media print { .contents, header nav, .skip { display: none; } }
`;
