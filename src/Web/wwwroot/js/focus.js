// The heading of a page that was opened takes the focus; when a page only comes to life, whoever is in a field or on a link stays there.
export function heading(first) {
  const h1 = document.querySelector('h1');
  if (!h1 || (first && document.activeElement !== document.body)) return;
  if (!h1.hasAttribute('tabindex')) h1.tabIndex = -1;
  h1.focus();
}
