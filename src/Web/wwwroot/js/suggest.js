// Suggestions under a search field (WAI-ARIA combobox with a list): ↑ ↓ choose, Enter opens, Esc closes; without a choice Enter searches.
const wait = 120;
const known = new WeakSet();
let number = 0;

export function attach(field) {
  if (known.has(field)) return;
  known.add(field);
  const list = document.createElement('div');
  list.className = 'suggest';
  list.id = `suggest-${++number}`;
  list.setAttribute('role', 'listbox');
  list.setAttribute('aria-label', field.getAttribute('aria-label') ?? '');
  list.hidden = true;
  for (const [name, value] of [['role', 'combobox'], ['aria-autocomplete', 'list'], ['aria-controls', list.id], ['aria-expanded', 'false']]) field.setAttribute(name, value);
  document.body.append(list);

  let timer, asking, chosen = -1;
  const links = () => [...list.querySelectorAll('a')];
  const close = () => {
    clearTimeout(timer);
    asking?.abort();
    list.hidden = true;
    chosen = -1;
    field.setAttribute('aria-expanded', 'false');
    field.removeAttribute('aria-activedescendant');
  };
  const choose = at => {
    const all = links();
    chosen = (at + all.length + 1) % (all.length + 1);
    if (chosen === all.length) chosen = -1;
    all.forEach((link, i) => link.setAttribute('aria-selected', String(i === chosen)));
    if (chosen < 0) field.removeAttribute('aria-activedescendant');
    else { field.setAttribute('aria-activedescendant', all[chosen].id); all[chosen].scrollIntoView({ block: 'nearest' }); }
  };
  const place = () => {
    const box = (field.closest('form') ?? field).getBoundingClientRect();
    const width = Math.min(Math.max(box.width, 280), innerWidth - 16);
    list.style.left = `${Math.max(8, Math.min(box.left, innerWidth - width - 8))}px`;
    list.style.top = `${box.bottom + 4}px`;
    list.style.width = `${width}px`;
  };
  const ask = async () => {
    const typed = field.value.trim();
    if (!typed) { close(); return; }
    asking?.abort();
    asking = new AbortController();
    try {
      const kind = field.dataset.suggest;
      const answer = await fetch(`/api/v1/search/suggest?q=${encodeURIComponent(typed)}${kind ? `&kind=${kind}` : ''}`, { signal: asking.signal, headers: { 'Accept-Language': document.documentElement.lang } });
      const { items } = answer.ok ? await answer.json() : { items: [] };
      if (document.activeElement !== field) return;
      if (items.length === 0) { close(); return; }
      draw(list, items, kind);
      chosen = -1;
      place();
      list.hidden = false;
      field.setAttribute('aria-expanded', 'true');
    } catch (fault) {
      if (fault.name !== 'AbortError') close(); // suggestions are a help: without them the field searches as before
    }
  };

  field.addEventListener('input', () => { clearTimeout(timer); timer = setTimeout(ask, wait); });
  field.addEventListener('keydown', e => {
    if (e.isComposing) return;
    if (list.hidden) { if (e.key === 'ArrowDown' && field.value.trim()) { e.preventDefault(); ask(); } return; }
    if (e.key === 'ArrowDown' || e.key === 'ArrowUp') { e.preventDefault(); choose(chosen + (e.key === 'ArrowDown' ? 1 : -1)); }
    else if (e.key === 'Enter' && chosen >= 0) { e.preventDefault(); e.stopPropagation(); const link = links()[chosen]; close(); link.click(); }
    else if (e.key === 'Enter') close();
    else if (e.key === 'Escape') { e.preventDefault(); e.stopPropagation(); close(); }
  }, true);
  field.addEventListener('blur', () => setTimeout(close, 150));
  addEventListener('resize', () => { if (!list.hidden) place(); });
  // What was typed while this was fetched.
  if (field.value.trim() && field.value !== field.defaultValue) timer = setTimeout(ask, wait);
}

// Grouped by kind, in the order of the best hit of each.
function draw(list, items, kind) {
  list.replaceChildren();
  let option = 0;
  for (const group of Map.groupBy ? Map.groupBy(items, i => i.kind).values() : [items]) {
    const box = document.createElement('div');
    box.setAttribute('role', 'group');
    box.setAttribute('aria-label', group[0].kindTitle);
    if (!kind) {
      const head = document.createElement('h3');
      head.setAttribute('role', 'presentation');
      head.textContent = group[0].kindTitle;
      box.append(head);
    }
    for (const item of group) {
      const link = document.createElement('a');
      link.href = item.href;
      link.id = `${list.id}-${option++}`;
      link.setAttribute('role', 'option');
      link.setAttribute('aria-selected', 'false');
      link.tabIndex = -1;
      marked(link, item.title, item.highlight.title);
      if (item.under) { const under = document.createElement('small'); under.textContent = ` ${item.under}`; link.append(under); }
      box.append(link);
    }
    list.append(box);
  }
}

function marked(element, text, spans) {
  let at = 0;
  for (const { start, length } of spans) {
    element.append(text.slice(at, start));
    const mark = document.createElement('mark');
    mark.textContent = text.slice(start, start + length);
    element.append(mark);
    at = start + length;
  }
  element.append(text.slice(at));
}
