// Keys and paste in the items table. The rows themselves change on the server.
const cellOf = e => e.target.closest('.cell');
const place = cell => [Number(cell.closest('tr').dataset.row ?? cell.closest('tr').previousElementSibling?.dataset.row), Number(cell.dataset.col)];

export function focus(table, row, column) {
  const line = table.querySelector(`tbody tr[data-row="${row}"]`);
  const cell = line?.querySelector(`[data-col="${column}"]`) ?? line?.querySelector('.cell');
  cell?.focus();
  cell?.select?.();
}

export function listen(table, owner) {
  table.addEventListener('keydown', e => {
    const cell = cellOf(e);
    if (!cell || e.isComposing) return;
    const [row, column] = place(cell);
    if (e.altKey && (e.key === 'ArrowUp' || e.key === 'ArrowDown')) {
      e.preventDefault();
      cell.blur(); // what was typed is taken before the row moves
      owner.invokeMethodAsync('Move', row, e.key === 'ArrowUp' ? -1 : 1, column);
    } else if (e.ctrlKey && e.key.toLowerCase() === 'd') {
      e.preventDefault();
      cell.blur();
      owner.invokeMethodAsync('Duplicate', row, column);
    } else if (e.ctrlKey && e.key === 'Delete') {
      e.preventDefault();
      cell.blur();
      owner.invokeMethodAsync('Remove', row, column);
    } else if ((e.key === 'ArrowDown' || e.key === 'ArrowUp') && cell.tagName === 'INPUT' && !cell.list && !e.shiftKey && !e.ctrlKey) {
      e.preventDefault(); // a list of proposals and a choice keep their arrows
      focus(table, row + (e.key === 'ArrowDown' ? 1 : -1), column);
    } else if (e.key === 'Enter' && !e.shiftKey && !e.ctrlKey) {
      e.preventDefault();
      const last = row === table.querySelectorAll('tbody tr[data-row]').length - 1;
      if (last) { cell.blur(); owner.invokeMethodAsync('AddBelow', column); } else focus(table, row + 1, column);
    }
  });
  table.addEventListener('paste', e => {
    const cell = cellOf(e);
    const text = e.clipboardData?.getData('text/plain') ?? '';
    if (!cell || !/[\t\n]/.test(text.trimEnd())) return; // one value: the field takes it itself
    e.preventDefault();
    const [row, column] = place(cell);
    owner.invokeMethodAsync('Paste', row, column, text);
  });
  table.dataset.keys = ''; // from here on the keys work
}
