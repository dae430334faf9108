// Which columns of a list are shown: the reader's choice, kept in this browser for each list. A style rule hides them, so it holds
// however often a page draws its table anew. It counts columns; a table that has gained or lost one since is shown whole.
// On phones, where the heads are out of sight, a second menu has the heads that sort.
(() => {
  const prefix = 'cityhub.columns.';
  const sheet = new CSSStyleSheet();
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];

  const kept = key => { try { return JSON.parse(localStorage.getItem(prefix + key)) ?? {}; } catch { return {}; } };
  const keep = (key, choice) => { try { choice ? localStorage.setItem(prefix + key, JSON.stringify(choice)) : localStorage.removeItem(prefix + key); } catch { /* storage is closed to us: the choice lasts as long as the page */ } };
  const heads = key => [...document.querySelectorAll(`table[data-columns="${key}"] > thead > tr > th`)];

  function rules(key, { count, hide = [], show = [] }) {
    if (!/^[a-z-]+$/.test(key) || !Number.isInteger(count)) return '';
    const cells = n => `table[data-columns="${key}"]:has(> thead > tr > :nth-child(${count}):last-child) > * > tr > :nth-child(${n})`;
    const may = n => Number.isInteger(n) && n > 1; // the first says what the row is
    return hide.filter(may).map(n => `${cells(n)} { display: none !important; }`)
      .concat(show.filter(may).map(n => `@media (min-width: 600px) { ${cells(n)} { display: table-cell !important; } }`)).join('\n');
  }

  const choices = new Map();
  const draw = () => sheet.replaceSync([...choices].map(([key, choice]) => rules(key, choice)).join('\n'));
  function read() {
    choices.clear();
    try { for (const name of Object.keys(localStorage)) if (name.startsWith(prefix)) choices.set(name.slice(prefix.length), kept(name.slice(prefix.length))); } catch { /* nothing is kept */ }
    draw();
  }

  function fill(menu) {
    menu.querySelector('ul').replaceChildren(...heads(menu.dataset.columnsOf).flatMap((head, i) => {
      if (head.querySelector('.vh')) return []; // what can be done with a row stays
      const [item, label, box] = ['li', 'label', 'input'].map(tag => document.createElement(tag));
      Object.assign(box, { type: 'checkbox', checked: getComputedStyle(head).display !== 'none', disabled: i === 0 });
      box.dataset.column = i + 1;
      label.append(box, head.textContent.trim());
      item.append(label);
      return [item];
    }));
  }

  function choose(menu, column, shown) {
    const key = menu.dataset.columnsOf;
    const count = heads(key).length;
    const now = choices.get(key)?.count === count ? choices.get(key) : {};
    const others = list => (list ?? []).filter(n => n !== column);
    const choice = { count, hide: shown ? others(now.hide) : [...others(now.hide), column], show: shown ? [...others(now.show), column] : others(now.show) };
    choices.set(key, choice);
    keep(key, choice);
    draw();
  }

  function sorts(menu) {
    const { ordersOf, rising, falling } = menu.dataset;
    menu.querySelector('ul').replaceChildren(...heads(ordersOf).flatMap(head => {
      const link = head.querySelector('a')?.cloneNode(true);
      if (!link) return [];
      const [item, direction] = ['li', 'small'].map(tag => document.createElement(tag));
      link.querySelector('svg')?.remove();
      if (head.ariaSort) {
        link.setAttribute('aria-current', 'true');
        direction.textContent = head.ariaSort === 'descending' ? falling : rising;
        link.append(direction);
      }
      item.append(link);
      return [item];
    }));
  }

  const menus = '[data-columns-of], [data-orders-of]';
  document.addEventListener('toggle', e => { if (e.target.matches?.(menus) && e.target.open) (e.target.dataset.ordersOf ? sorts : fill)(e.target); }, true);
  document.addEventListener('change', e => {
    const menu = e.target.closest('[data-columns-of]');
    if (menu && e.target.dataset.column) choose(menu, Number(e.target.dataset.column), e.target.checked);
  });
  document.addEventListener('click', e => {
    const usual = e.target.closest('[data-columns-usual]');
    if (usual) {
      const menu = usual.closest('[data-columns-of]');
      choices.delete(menu.dataset.columnsOf);
      keep(menu.dataset.columnsOf);
      draw();
      fill(menu);
    }
    for (const menu of document.querySelectorAll(menus)) if (menu.open && (!menu.contains(e.target) || e.target.closest('[data-orders-of] a'))) menu.open = false;
  });
  document.addEventListener('keydown', e => {
    const menu = e.key === 'Escape' && [...document.querySelectorAll(menus)].find(m => m.open);
    if (menu) { menu.open = false; menu.querySelector('summary').focus(); }
  });
  addEventListener('storage', e => { if (e.key === null || e.key.startsWith(prefix)) read(); });
  read();
})();
