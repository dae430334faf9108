// Sends a chosen or dropped file to the hub as a stream and tells the page how far it is.
export function attach(zone, page) {
  const input = zone.querySelector('input[type="file"]');
  const take = files => { if (files.length > 0) send(files[0], page); };
  input.addEventListener('change', () => take(input.files));
  take(input.files); // chosen before this was here
  zone.addEventListener('dragover', event => { event.preventDefault(); zone.classList.add('over'); });
  zone.addEventListener('dragleave', () => zone.classList.remove('over'));
  zone.addEventListener('drop', event => {
    event.preventDefault();
    zone.classList.remove('over');
    take(event.dataTransfer.files);
  });
}

let current = null;

export function cancel() { current?.abort(); }

function send(file, page) {
  const form = new FormData();
  form.append('file', file, file.name);
  const request = current = new XMLHttpRequest();
  let told = 0;
  request.upload.addEventListener('progress', event => {
    const now = Date.now();
    if (now - told > 300 || event.loaded === event.total) {
      told = now;
      page.invokeMethodAsync('Sent', file.name, event.loaded, event.total);
    }
  });
  request.addEventListener('load', () => page.invokeMethodAsync('Arrived', request.status, request.responseText));
  request.addEventListener('error', () => page.invokeMethodAsync('Arrived', 0, ''));
  request.addEventListener('abort', () => page.invokeMethodAsync('Arrived', -1, ''));
  request.open('POST', '/api/v1/gathering/uploads');
  request.send(form);
  page.invokeMethodAsync('Sent', file.name, 0, file.size);
}
